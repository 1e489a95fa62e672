#include <algorithm>
#include <ganzoo/report/statistics/improvement.hpp>
#include <ganzoo/report/statistics/interval.hpp>
#include <vector>

namespace ganzoo::report {

Improvement improvement_of(std::span<const double> a, std::span<const double> b, bool higher_is_better) {
  const auto better = [&](double x, double y) { return x == y ? 0.5 : (x > y) == higher_is_better ? 1.0 : 0.0; };
  std::vector<double> wins;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) wins.push_back(better(a[i], b[i]));
  double all = 0;
  for (const double x : a)
    for (const double y : b) all += better(x, y);
  const Interval interval = gaffke_interval(wins, {0, 1});
  return {interval.center, interval.low, interval.high, all / static_cast<double>(a.size() * b.size())};
}

}  // namespace ganzoo::report
