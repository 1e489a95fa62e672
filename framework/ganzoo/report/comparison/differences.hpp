/// Groups against a baseline, seed by seed.
#pragma once

#include <ganzoo/report/comparison/comparison.hpp>
#include <ganzoo/report/runs/cohort.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

/// Fills differences, Holm's correction and the notices that belong to them. `unseen` groups of the family were left out
/// by --where. Throws ganzoo::Error (usage) for a baseline that is no group, or that was averaged over other settings.
void add_differences(Comparison& comparison, const Frame& frame, const std::vector<Cohort>& cohorts, const Keys& keys,
                     const CompareOptions& options, std::size_t unseen);

/// What a run's values of a measure are in: equal where they can be compared.
std::string unit_of(const Run& run, const Measure& measure);

/// Of each measure the best group, and those that are not significantly worse, where at least one is.
void mark_best(Comparison& comparison, const Frame& frame, const std::vector<Cohort>& cohorts,
               const CompareOptions& options);

}  // namespace ganzoo::report
