/// `ganzoo compare`: one row a group, the seed being the unit; intervals, exact tests against a baseline.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/report/comparison/comparison.hpp>

namespace ganzoo::report {

/// Throws ganzoo::Error: usage for unknown keys, metrics, baselines, and for what must not be pooled (runs whose data or
/// metric parameters differ, keys that vary inside a group, two results of one cell), naming both; corrupt for broken
/// files.
GANZOO_API Comparison compare(const CompareOptions& options);

/// The runs that match --where. Throws ganzoo::Error (usage) for a key that none has, and where no run is left.
std::vector<Run> runs_where(const std::string& expression, const std::vector<Run>& all);

}  // namespace ganzoo::report
