/// --tune: each method's best setting, chosen on some seeds and reported on the others; and what a smaller search would
/// have come to.
#pragma once

#include <ganzoo/report/comparison/comparison.hpp>
#include <ganzoo/report/comparison/readings.hpp>
#include <ganzoo/report/runs/cohort.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

struct SeedShares {
  std::vector<std::int64_t> selection, report;
};

/// The seeds that all settings of all groups have, the first half to choose, or those asked for. Throws ganzoo::Error
/// (usage) where fewer than one or three are left, and where a run has no value.
SeedShares share_seeds(const Frame& frame, const std::vector<Cohort>& cohorts, const Keys& keys, const Reader& reader,
                       const CompareOptions& options);

/// Reduces a cohort to its winner by the first measure, fills the group's Tuned and, where asked for, its budget curves,
/// and returns how the winner is read.
Reading tune(Cohort& cohort, Group& group, const Frame& frame, const Reader& reader, const SeedShares& seeds,
             const CompareOptions& options);

/// Throws ganzoo::Error (usage) where a group would report a seed on which its settings were chosen.
void require_other_seeds(const Frame& frame, const std::vector<Cohort>& cohorts, const Keys& keys);

/// Writes what was chosen as a [[grid.zip]], and the seeds that chose as tuned_on. Throws ganzoo::Error (environment).
void write_winners(const Comparison& comparison, const CompareOptions& options);

}  // namespace ganzoo::report
