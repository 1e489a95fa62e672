#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/comparison/order.hpp>
#include <ganzoo/report/runs/cohort.hpp>
#include <limits>

namespace ganzoo::report {
namespace {

double ranked_center(const Group& group, std::size_t m) {
  return group.cut_at.empty() ? group.values[m].interval.center : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

void sort_groups(Comparison& comparison, const std::string& by) {
  for (std::size_t k = 0; k < comparison.by.size(); ++k)
    if (comparison.by[k] == by) {
      std::ranges::stable_sort(comparison.groups, [k](const Group& a, const Group& b) {
        return is_before(a.key[k].second, b.key[k].second);
      });
      return;
    }
  std::vector<std::string> known = comparison.by;
  for (std::size_t m = 0; m < comparison.measures.size(); ++m) {
    known.push_back(comparison.measures[m].name);
    if (comparison.measures[m].name != by) continue;
    const bool higher = comparison.measures[m].higher();
    std::ranges::stable_sort(comparison.groups, [m, higher](const Group& a, const Group& b) {
      const double x = ranked_center(a, m), y = ranked_center(b, m);
      return std::isnan(y) ? !std::isnan(x) : higher ? x > y : x < y;
    });
    return;
  }
  const std::string near = nearest(by, known);
  throw Error(Exit::usage, fmt::format("--sort is {}, but must be one of {}", by, fmt::join(known, ", ")),
              near.empty() ? "" : fmt::format("did you mean {}?", near));
}

void cut(Comparison& comparison, std::int64_t top) {
  const auto shown = static_cast<std::size_t>(top);
  if (shown == 0 || comparison.groups.size() <= shown) return;
  comparison.notices.push_back(fmt::format("{} more groups are not shown", comparison.groups.size() - shown));
  comparison.groups.resize(shown);
}

}  // namespace ganzoo::report
