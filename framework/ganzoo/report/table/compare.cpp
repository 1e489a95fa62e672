#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/runs/grouping.hpp>
#include <ganzoo/report/runs/pooling.hpp>
#include <ganzoo/report/runs/runs.hpp>
#include <ganzoo/report/runs/selection.hpp>
#include <ganzoo/report/runs/where.hpp>
#include <ganzoo/report/statistics/statistics.hpp>
#include <ganzoo/report/table/compare.hpp>
#include <map>
#include <optional>
#include <set>

namespace ganzoo::report {
namespace {

using Key = std::vector<std::string>;

/// A run and the numbers it counts with.
struct Counted {
  const Run* run;
  std::vector<double> values;
};

struct Cohort {
  Key key;
  std::vector<Counted> members;
};

std::vector<Run> chosen_runs(const CompareOptions& options, std::vector<std::string>& notices) {
  std::vector<Run> runs = load_runs(options.paths, notices);
  const Where where(options.where);
  for (const std::string& key : where.keys()) require_key(runs, key);
  std::erase_if(runs, [&](const Run& run) { return !where.matches(run.spec); });
  if (runs.empty()) throw Error(Exit::usage, fmt::format("--where '{}' leaves no run", options.where));
  return runs;
}

/// Numbers by value, others by their letters.
bool before(const std::string& a, const std::string& b) {
  double x = 0, y = 0;
  const bool first = std::from_chars(a.data(), a.data() + a.size(), x).ptr == a.data() + a.size();
  const bool second = std::from_chars(b.data(), b.data() + b.size(), y).ptr == b.data() + b.size();
  return first && second && x != y ? x < y : a < b;
}

std::vector<Cohort> cohorts_of(const std::vector<Run>& runs, const Keys& keys, const Selection& selection) {
  std::vector<Key> labels(runs.size());
  for (const std::string& key : keys.shown) {
    const auto column = labels_of(runs, key);
    for (std::size_t i = 0; i < runs.size(); ++i) labels[i].push_back(column[i]);
  }
  std::vector<Cohort> cohorts;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    auto at = std::ranges::find(cohorts, labels[i], &Cohort::key);
    if (at == cohorts.end()) at = cohorts.insert(cohorts.end(), Cohort{labels[i], {}});
    at->members.push_back({&runs[i], selection.values(runs[i])});
  }
  std::ranges::stable_sort(
      cohorts,
      [](const Key& a, const Key& b) {
        return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), before);
      },
      &Cohort::key);
  return cohorts;
}

Group summary_of(const Cohort& cohort, const Keys& keys, std::size_t metrics, std::vector<std::string>& notices) {
  Group group;
  for (std::size_t i = 0; i < keys.shown.size(); ++i) group.key.emplace_back(keys.shown[i], cohort.key[i]);
  std::vector<const Run*> runs;
  for (const Counted& counted : cohort.members) {
    const log::Status status = counted.run->log.status;
    runs.push_back(counted.run);
    ++group.runs;
    group.diverged += status == log::Status::diverged;
    group.failed += status == log::Status::failed;
    group.unfinished += status == log::Status::running || status == log::Status::interrupted;
    if (status != log::Status::finished)
      notices.push_back(fmt::format("{}: {} at step {}{}{}", counted.run->name(), log::name_of(status),
                                    counted.run->log.step, counted.run->log.reason.empty() ? "" : ": ",
                                    counted.run->log.reason));
  }
  require_poolable(runs);
  for (std::size_t m = 0; m < metrics; ++m) {
    std::vector<double> values;
    for (const Counted& counted : cohort.members)
      if (std::isfinite(counted.values[m])) values.push_back(counted.values[m]);
    group.values.push_back(interval_of(values));
  }
  return group;
}

/// A run's resolved keys but those by which groups differ: equal for a pair.
std::map<std::string, std::string> rest_of(const Run& run, const std::vector<std::string>& by) {
  auto rest = run.keys;
  std::erase_if(rest, [&](const auto& entry) {
    return std::ranges::any_of(by, [&](const std::string& key) { return is_below(entry.first, key); });
  });
  return rest;
}

/// The column in which the baseline's value stands.
std::size_t baseline_column(const std::vector<Cohort>& cohorts, const Keys& keys, const std::string& baseline) {
  if (keys.shown.empty())
    throw Error(Exit::usage,
                fmt::format("--baseline {} has nothing to be told from: there is only one group", baseline),
                "these runs differ in nothing but their seed; give others too, or tell them apart with --by");
  std::vector<std::string> known;
  for (std::size_t column = 0; column < keys.shown.size(); ++column)
    for (const Cohort& cohort : cohorts) {
      if (cohort.key[column] == baseline) return column;
      known.push_back(cohort.key[column]);
    }
  const std::string near = nearest(baseline, known);
  throw Error(Exit::usage, fmt::format("--baseline {} is no value of {}", baseline, fmt::join(keys.shown, ", ")),
              near.empty() ? "" : fmt::format("did you mean {}?", near));
}

/// The cohort to compare with: the baseline's one, or of several the one equal in all other keys.
const Cohort* baseline_of(const std::vector<Cohort>& cohorts, const Cohort& cohort, std::size_t column,
                          const std::string& baseline) {
  std::vector<const Cohort*> candidates;
  for (const Cohort& other : cohorts)
    if (other.key[column] == baseline) candidates.push_back(&other);
  if (candidates.size() == 1) return candidates.front();
  Key wanted = cohort.key;
  wanted[column] = baseline;
  const auto found = std::ranges::find(candidates, wanted, [](const Cohort* c) { return c->key; });
  return found == candidates.end() ? nullptr : *found;
}

std::vector<std::pair<const Counted*, const Counted*>> pairs_of(const Cohort& cohort, const Cohort& baseline,
                                                                const std::vector<std::string>& by) {
  std::map<std::map<std::string, std::string>, const Counted*> partners;
  for (const Counted& counted : baseline.members) partners.try_emplace(rest_of(*counted.run, by), &counted);
  std::vector<std::pair<const Counted*, const Counted*>> pairs;
  for (const Counted& counted : cohort.members)
    if (const auto found = partners.find(rest_of(*counted.run, by)); found != partners.end())
      if (measured_differently(*counted.run, *found->second->run).empty()) pairs.emplace_back(&counted, found->second);
  return pairs;
}

std::vector<Paired> differences_of(const Cohort& cohort, const Cohort& baseline, const std::vector<std::string>& by,
                                   std::size_t metrics) {
  const auto pairs = pairs_of(cohort, baseline, by);
  std::vector<Paired> paired;
  for (std::size_t m = 0; m < metrics; ++m) {
    std::vector<double> differences;
    for (const auto& [own, other] : pairs)
      if (const double d = own->values[m] - other->values[m]; std::isfinite(d)) differences.push_back(d);
    paired.push_back(paired_of(differences));
  }
  return paired;
}

/// The keys outside --by in which the first runs of two cohorts differ, lists as a whole: why there are no pairs.
std::string obstacles(const Cohort& a, const Cohort& b, const std::vector<std::string>& by) {
  const auto first = rest_of(*a.members.front().run, by), second = rest_of(*b.members.front().run, by);
  std::set<std::string> keys;
  for (const auto* entries : {&first, &second})
    for (const auto& [key, value] : *entries) {
      const auto& other = entries == &first ? second : first;
      const auto found = other.find(key);
      if (key != "seed" && (found == other.end() || found->second != value)) keys.insert(key.substr(0, key.find('[')));
    }
  return keys.empty() ? "seed" : fmt::format("{}", fmt::join(keys, ","));
}

void add_differences(Comparison& comparison, const std::vector<Cohort>& cohorts, const Keys& keys,
                     const std::string& baseline) {
  const std::size_t column = baseline_column(cohorts, keys, baseline);
  const std::size_t metrics = comparison.metrics.size();
  for (std::size_t g = 0; g < cohorts.size(); ++g) {
    const Cohort* other = baseline_of(cohorts, cohorts[g], column, baseline);
    if (other == &cohorts[g] || other == nullptr) continue;
    comparison.groups[g].differences = differences_of(cohorts[g], *other, keys.all(), metrics);
    if (pairs_of(cohorts[g], *other, keys.all()).empty())
      comparison.notices.push_back(fmt::format(
          "{} has no run to pair with {}: they differ in {} too (name that in --by to pair them all the same)",
          fmt::join(cohorts[g].key, ", "), fmt::join(other->key, ", "), obstacles(cohorts[g], *other, keys.all())));
  }
  for (std::size_t m = 0; m < metrics; ++m) {
    std::vector<double> p;
    for (const Group& group : comparison.groups)
      if (!group.differences.empty()) p.push_back(group.differences[m].p);
    const std::vector<double> corrected = holm(p);
    auto next = corrected.begin();
    for (Group& group : comparison.groups)
      if (!group.differences.empty()) group.differences[m].p_holm = *next++;
  }
}

std::string column_attribute(const std::vector<Run>& runs, const std::string& metric, const std::string& name) {
  for (const Run& run : runs)
    if (const log::Column* column = run.log.metrics.find(metric)) {
      if (name == "units") return column->unit;
      const auto found = column->attributes.find(name);
      const auto* text = found == column->attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
      return text == nullptr ? "" : *text;
    }
  return {};
}

}  // namespace

Comparison compare(const CompareOptions& options) {
  Comparison comparison;
  const std::vector<Run> runs = chosen_runs(options, comparison.notices);
  const Keys keys = keys_of(runs, options.by, comparison.notices);
  comparison.by = keys.shown;
  comparison.metrics = metric_columns(runs, options.metrics);
  for (const std::string& metric : comparison.metrics) {
    comparison.units.push_back(column_attribute(runs, metric, "units"));
    comparison.better.push_back(column_attribute(runs, metric, "better"));
  }
  const Selection selection(runs, comparison.metrics, options);
  for (const Run& run : runs)
    if (const std::string late = selection.shortfall(run); !late.empty()) comparison.notices.push_back(late);
  const std::vector<Cohort> cohorts = cohorts_of(runs, keys, selection);
  for (const Cohort& cohort : cohorts)
    comparison.groups.push_back(summary_of(cohort, keys, comparison.metrics.size(), comparison.notices));
  if (!options.baseline.empty()) add_differences(comparison, cohorts, keys, options.baseline);
  return comparison;
}

}  // namespace ganzoo::report
