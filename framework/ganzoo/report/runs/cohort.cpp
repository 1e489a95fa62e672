#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/runs/cohort.hpp>
#include <ganzoo/report/runs/pooling.hpp>
#include <set>

namespace ganzoo::report {
namespace {

using Key = std::vector<std::string>;

const std::string* value_of(const Run& run, const std::string& key) { return run.spec.text(key); }

bool equal(const std::string* a, const std::string* b) {
  return (a == nullptr) == (b == nullptr) && (a == nullptr || *a == *b);
}

bool varies(const Frame& frame, const std::vector<std::size_t>& runs, const std::string& key) {
  const std::string* first = value_of(frame.runs[runs.front()], key);
  return std::ranges::any_of(runs, [&](std::size_t i) { return !equal(first, value_of(frame.runs[i], key)); });
}

/// What must be the same in all runs of a group; how metrics were measured is pooling's affair.
std::vector<std::string> strict_keys(const std::vector<Run>& runs) {
  std::vector<std::string> keys = all_keys(runs);
  std::erase_if(keys, [](const std::string& key) { return key == "seed" || is_below(key, "metrics.names"); });
  return keys;
}

std::string some_values(const Frame& frame, const std::vector<std::size_t>& runs, const std::string& key) {
  std::vector<std::string> values;
  for (const std::size_t i : runs) {
    const std::string* value = value_of(frame.runs[i], key);
    const std::string text = value == nullptr ? "none" : *value;
    if (std::ranges::find(values, text) == values.end()) values.push_back(text);
  }
  std::ranges::sort(values, [](const std::string& a, const std::string& b) { return is_before(a, b); });
  const std::size_t shown = 5;
  if (values.size() <= shown) return fmt::format("{}", fmt::join(values, ", "));
  const std::size_t rest = values.size() - shown;
  values.resize(shown);
  return fmt::format("{} and {} more", fmt::join(values, ", "), rest);
}

[[noreturn]] void refuse_varying(const Frame& frame, const Cohort& cohort, const Keys& keys, const std::string& key) {
  Key by = keys.shown;
  by.push_back(key);
  throw Error(
      Exit::usage,
      fmt::format("{}: {} varies inside the group: {}", name_of(cohort, keys), key,
                  some_values(frame, cohort.runs, key)),
      fmt::format("tell them apart (--by {}), average within each seed (--over {}), choose the best (--tune {}) "
                  "or --where",
                  fmt::join(by, ","), key, key));
}

void require_one_setting(const Frame& frame, const Cohort& cohort, const Keys& keys, const Key& strict,
                         const Key& inner) {
  std::vector<const Run*> runs;
  for (const std::size_t i : cohort.runs) runs.push_back(&frame.runs[i]);
  require_poolable(runs);
  for (const std::string& key : strict)
    if (!is_below_any(key, inner) && varies(frame, cohort.runs, key)) refuse_varying(frame, cohort, keys, key);
}

void add(Setting& setting, const Frame& frame, std::size_t i, const Cohort& cohort, const Keys& keys) {
  const auto [at, is_new] = setting.run_of_seed.try_emplace(frame.runs[i].log->seed, i);
  if (is_new) return;
  throw Error(
      Exit::usage,
      fmt::format("{}: {} and {} are both seed {}, but a seed must stand once in a group", name_of(cohort, keys),
                  frame.runs[at->second].name(), frame.runs[i].name(), frame.runs[i].log->seed),
      "they were measured in other ways (metrics.names); give one of them");
}

void share_out(Cohort& cohort, const Frame& frame, const Keys& keys, const Key& inner) {
  for (const std::size_t i : cohort.runs) {
    Key label;
    for (const std::string& key : inner) label.push_back(text_at(frame.runs[i], key));
    auto at = std::ranges::find(cohort.settings, label, &Setting::label);
    if (at == cohort.settings.end()) at = cohort.settings.insert(at, Setting{label, {}});
    add(*at, frame, i, cohort, keys);
  }
  std::ranges::stable_sort(
      cohort.settings, [](const Key& a, const Key& b) { return is_before(a, b); }, &Setting::label);
}

/// Keys outside of --by that are constant in each group but not the same in all.
void note_what_goes_along(std::vector<Cohort>& cohorts, const Frame& frame, const Keys& keys, const Key& inner) {
  for (const std::string& key : strict_keys(frame.runs)) {
    if (is_below_any(key, keys.shown) || is_below_any(key, inner) || is_below(key, "data")) continue;
    std::set<std::string> values;
    for (const Cohort& cohort : cohorts) {
      const std::string* value = value_of(frame.runs[cohort.runs.front()], key);
      values.insert(value == nullptr ? "none" : *value);
    }
    if (values.size() < 2) continue;
    for (Cohort& cohort : cohorts) {
      const std::string* value = value_of(frame.runs[cohort.runs.front()], key);
      cohort.goes_with[key] = value == nullptr ? "none" : *value;
    }
  }
}

}  // namespace

std::vector<std::int64_t> Cohort::seeds() const {
  std::set<std::int64_t> seeds;
  for (const Setting& setting : settings)
    for (const auto& [seed, run] : setting.run_of_seed) seeds.insert(seed);
  return {seeds.begin(), seeds.end()};
}

Bounds bounds_in(const Frame& frame, const Cohort& cohort, std::size_t measure) {
  Bounds bounds{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
  for (const std::size_t run : cohort.runs) {
    const Series& series = frame.series[run][measure];
    if (!series.measured) continue;
    bounds.lower = std::min(bounds.lower, series.bounds.lower);
    bounds.upper = std::max(bounds.upper, series.bounds.upper);
  }
  return bounds.lower <= bounds.upper ? bounds : Bounds{};
}

bool is_before(const std::string& a, const std::string& b) {
  double x = 0, y = 0;
  const bool first = std::from_chars(a.data(), a.data() + a.size(), x).ptr == a.data() + a.size();
  const bool second = std::from_chars(b.data(), b.data() + b.size(), y).ptr == b.data() + b.size();
  return first && second && x != y ? x < y : a < b;
}

bool is_before(const Key& a, const Key& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](const std::string& x, const std::string& y) { return is_before(x, y); });
}

std::string name_of(const Cohort& cohort, const Keys& keys) {
  Key parts;
  for (std::size_t i = 0; i < keys.shown.size(); ++i)
    parts.push_back(fmt::format("{}={}", keys.shown[i], cohort.key[i]));
  return parts.empty() ? "the runs" : fmt::format("{}", fmt::join(parts, ", "));
}

std::vector<Cohort> cohorts_of(const Frame& frame, const Keys& keys, const Key& inner) {
  std::vector<Key> labels(frame.runs.size());
  for (const std::string& key : keys.shown) {
    const Key column = labels_of(frame.runs, key);
    for (std::size_t i = 0; i < column.size(); ++i) labels[i].push_back(column[i]);
  }
  std::vector<Cohort> cohorts;
  for (std::size_t i = 0; i < frame.runs.size(); ++i) {
    auto at = std::ranges::find(cohorts, labels[i], &Cohort::key);
    if (at == cohorts.end()) at = cohorts.insert(at, Cohort{labels[i], {}, {}, {}});
    at->runs.push_back(i);
  }
  std::ranges::stable_sort(
      cohorts, [](const Key& a, const Key& b) { return is_before(a, b); }, &Cohort::key);
  const Key strict = strict_keys(frame.runs);
  for (Cohort& cohort : cohorts) {
    require_one_setting(frame, cohort, keys, strict, inner);
    share_out(cohort, frame, keys, inner);
  }
  note_what_goes_along(cohorts, frame, keys, inner);
  return cohorts;
}

}  // namespace ganzoo::report
