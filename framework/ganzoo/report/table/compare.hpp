/// `ganzoo compare`: one row a group, seeds aggregated, with intervals and paired differences.
#pragma once

#include <filesystem>
#include <ganzoo/core/api.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

struct CompareOptions {
  std::vector<std::filesystem::path> paths;
  std::vector<std::string> by;       ///< keys; empty: what varies between the runs, but seed
  std::vector<std::string> metrics;  ///< columns of /metrics, or metrics: all their columns; empty: all
  std::string at = "last";           ///< last | best | a step
  std::string baseline;              ///< value of a key (the first that has it); empty: none
  std::string where;                 ///< expression over resolved keys (where.hpp)
  std::string axis = "step";         ///< step | critic_updates | real_seen | wall_time
};

struct Interval {
  std::int64_t n = 0;
  double mean, low, high;  ///< NaN where undefined
};

/// A group's difference from the baseline over pairs that are equal in every other resolved key.
struct Paired {
  std::int64_t pairs = 0;
  double mean, low, high;
  double p, p_holm;  ///< two-sided, and Holm-corrected across groups
};

struct Group {
  std::vector<std::pair<std::string, std::string>> key;  ///< by-key → value: TOML, a component or text by its name
  std::int64_t runs = 0, diverged = 0, unfinished = 0, failed = 0;
  std::vector<Interval> values;     ///< aligned with Comparison::metrics
  std::vector<Paired> differences;  ///< likewise; empty without a baseline, or for the baseline itself
};

struct Comparison {
  std::vector<std::string> by, metrics, units, better;
  std::vector<Group> groups;
  std::vector<std::string> notices;  ///< one line each, for stderr
};

/// Throws ganzoo::Error: usage for unknown keys, metrics, baselines and for runs whose data or metric parameters
/// differ (naming both), corrupt for broken files.
GANZOO_API Comparison compare(const CompareOptions& options);

/// format: table | csv | json | markdown | latex, and html for `ganzoo report`; throws ganzoo::Error (usage) for another. A table wider than `width`
/// characters is broken into several, each with the groups' keys; 0: never.
GANZOO_API std::string render(const Comparison& comparison, const std::string& format, int width = 0);

}  // namespace ganzoo::report
