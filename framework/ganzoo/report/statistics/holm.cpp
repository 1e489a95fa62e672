#include <algorithm>
#include <cmath>
#include <ganzoo/report/statistics/holm.hpp>
#include <limits>

namespace ganzoo::report {

std::vector<double> holm(std::span<const double> p, std::size_t unseen) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (!std::isnan(p[i])) order.push_back(i);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p[i]; });
  std::vector<double> corrected(p.size(), std::numeric_limits<double>::quiet_NaN());
  double least = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    least = std::max(least, std::min(1.0, static_cast<double>(order.size() + unseen - rank) * p[order[rank]]));
    corrected[order[rank]] = least;
  }
  return corrected;
}

std::int64_t pairs_needed(std::int64_t family) {
  std::int64_t n = 1;
  while (std::ldexp(2.0, -static_cast<int>(n)) > 0.05 / static_cast<double>(family)) ++n;
  return n;
}

}  // namespace ganzoo::report
