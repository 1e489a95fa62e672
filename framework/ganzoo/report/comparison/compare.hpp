/// `ganzoo compare`: one row a group, the seed being the unit; intervals, exact tests against a baseline.
#pragma once

#include <functional>
#include <ganzoo/report/comparison/comparison.hpp>

namespace ganzoo::report {

/// Throws ganzoo::Error: usage for unknown keys, metrics, baselines, and for what must not be pooled (runs whose data or
/// metric parameters differ, keys that vary inside a group, two results of one cell), naming both; corrupt for broken
/// files.
Comparison compare(const CompareOptions& options);

/// The same of runs that are loaded: `options.paths` only name them, `options.where` chooses among them.
Comparison compare(const std::vector<Run>& all, const CompareOptions& options);

/// The same of other numbers than /metrics holds: `frame` makes them of the chosen runs, with what is to be said of them.
using MakeFrame = std::function<Frame(std::vector<Run>, std::vector<std::string>& notices)>;
Comparison compare(const std::vector<Run>& all, const CompareOptions& options, const MakeFrame& frame);

/// The runs of `options.paths`, told apart by the attributes of /provenance too that the options name.
std::vector<Run> load_runs(const CompareOptions& options, std::vector<std::string>& notices,
                           log::Part part = log::Part::tables);

/// The runs that match --where. Throws ganzoo::Error (usage) for a key that none has, and where no run is left.
std::vector<Run> runs_where(const std::string& expression, const std::vector<Run>& all);

}  // namespace ganzoo::report
