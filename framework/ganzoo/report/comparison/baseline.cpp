#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/comparison/baseline.hpp>

namespace ganzoo::report {
namespace {

/// The same text, the same number (1e-4 and 0.0001), or the same but for blanks ([8,8] and [8, 8]).
bool names_value(const std::string& asked, const std::string& value) {
  if (asked == value) return true;
  double x = 0, y = 0;
  const auto is_number = [](const std::string& text, double& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
  };
  if (is_number(asked, x) && is_number(value, y)) return x == y;
  const auto dense = [](std::string text) {
    std::erase(text, ' ');
    return text;
  };
  return dense(asked) == dense(value);
}

}  // namespace

std::pair<std::size_t, std::string> find_baseline(const std::vector<Cohort>& cohorts, const Keys& keys,
                                                  const std::string& baseline) {
  if (keys.shown.empty())
    throw Error(Exit::usage,
                fmt::format("--baseline {} has nothing to be told from: there is only one group", baseline),
                "these runs differ in nothing but their seed; give others too, or tell them apart with --by");
  std::vector<std::string> known;
  for (std::size_t column = 0; column < keys.shown.size(); ++column)
    for (const Cohort& cohort : cohorts) {
      if (names_value(baseline, cohort.key[column])) return {column, cohort.key[column]};
      known.push_back(cohort.key[column]);
    }
  const std::string near = nearest(baseline, known);
  throw Error(Exit::usage, fmt::format("--baseline {} is no value of {}", baseline, fmt::join(keys.shown, ", ")),
              near.empty() ? "" : fmt::format("did you mean {}?", near));
}

std::size_t baseline_of(const std::vector<Cohort>& cohorts, const Cohort& cohort, std::size_t column,
                        const std::string& baseline) {
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < cohorts.size(); ++i)
    if (cohorts[i].key[column] == baseline) candidates.push_back(i);
  if (candidates.size() == 1) return candidates.front();
  std::vector<std::string> wanted = cohort.key;
  wanted[column] = baseline;
  for (const std::size_t i : candidates)
    if (cohorts[i].key == wanted) return i;
  return cohorts.size();
}

}  // namespace ganzoo::report
