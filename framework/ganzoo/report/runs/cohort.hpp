/// The groups of a comparison, their settings and seeds. The seed is the unit of replication: a group holds one setting,
/// or several that are averaged within each seed or chosen among, as asked for.
#pragma once

#include <ganzoo/report/runs/frame.hpp>
#include <ganzoo/report/runs/grouping.hpp>
#include <map>
#include <string>
#include <vector>

namespace ganzoo::report {

/// Every resolved key but the seed.
struct Setting {
  std::vector<std::string> label;  ///< the values of the keys that tell the group's settings apart, as TOML
  std::map<std::int64_t, std::size_t> run_of_seed;
};

struct Cohort {
  std::vector<std::string> key;  ///< the values of the keys that tell the groups apart
  std::vector<std::size_t> runs;
  std::vector<Setting> settings;                 ///< at least one, numbers ascending
  std::map<std::string, std::string> goes_with;  ///< keys that vary between the groups too, constant in each

  std::vector<std::int64_t> seeds() const;
};

/// Throws ganzoo::Error (usage): where data or metric parameters differ inside of a group; where another key does that
/// is not below one of `inner`; where two runs of one setting share a seed.
std::vector<Cohort> cohorts_of(const Frame& frame, const Keys& keys, const std::vector<std::string>& inner);

/// What a measure's values cannot leave in any run of the group.
Bounds bounds_in(const Frame& frame, const Cohort& cohort, std::size_t measure);

/// "divergence=kl, train.batch=64"; "the runs" of the only group.
std::string name_of(const Cohort& cohort, const Keys& keys);

/// Numbers by value, others by their letters.
bool is_before(const std::string& a, const std::string& b);
bool is_before(const std::vector<std::string>& a, const std::vector<std::string>& b);

}  // namespace ganzoo::report
