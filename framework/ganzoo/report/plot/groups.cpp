#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/report/plot/sheet.hpp>

namespace ganzoo::report {
namespace {

std::string name_of(const Group& group) {
  std::vector<std::string> parts;
  for (const auto& [key, value] : group.key) parts.push_back(value);
  return parts.empty() ? "all runs" : fmt::format("{}", fmt::join(parts, ", "));
}

bool has_value(const Group& group, const std::string& value) {
  return std::ranges::any_of(group.key, [&](const auto& part) { return part.second == value; });
}

[[noreturn]] void refuse(const Experiment& e, const std::string& word) {
  std::vector<std::string> known;
  for (const Measure& measure : e.frame.measures) known.push_back(measure.name);
  for (const Group& group : e.comparison.groups)
    for (const auto& [key, value] : group.key) known.push_back(value);
  const std::string near = nearest(word, known);
  throw Error(Exit::usage, fmt::format("--order {} is no group's value and no metric", word),
              near.empty() ? "" : fmt::format("did you mean {}?", near));
}

/// By the centre, the best first, the undefined last.
void sort_by_metric(std::vector<Shown>& groups, const Experiment& e, std::size_t measure) {
  const auto worth = [&](const Shown& shown) {
    const double center = e.comparison.groups[shown.place].values[measure].interval.center;
    return std::isnan(center) ? -INFINITY : e.frame.measures[measure].higher() ? center : -center;
  };
  std::ranges::stable_sort(groups, std::greater<>(), worth);
}

/// Those of the values first, as they are named; behind them the others, as they are.
void sort_by_values(std::vector<Shown>& groups, const Experiment& e, const std::vector<std::string>& values) {
  for (const std::string& value : values)
    if (std::ranges::none_of(e.comparison.groups, [&](const Group& group) { return has_value(group, value); }))
      refuse(e, value);
  std::ranges::stable_sort(groups, {}, [&](const Shown& shown) {
    return std::ranges::find_if(values, [&](const auto& v) { return has_value(e.comparison.groups[shown.place], v); }) -
           values.begin();
  });
}

}  // namespace

std::vector<Shown> groups_of(const Experiment& e, const PlotOptions& o) {
  std::vector<Shown> groups;
  for (std::size_t g = 0; g < e.comparison.groups.size(); ++g) groups.push_back({g, name_of(e.comparison.groups[g])});
  const auto metric =
      o.order.size() == 1 ? std::ranges::find(e.frame.measures, o.order[0], &Measure::name) : e.frame.measures.end();
  if (metric != e.frame.measures.end())
    sort_by_metric(groups, e, static_cast<std::size_t>(metric - e.frame.measures.begin()));
  else
    sort_by_values(groups, e, o.order);
  return groups;
}

}  // namespace ganzoo::report
