#include <algorithm>
#include <ganzoo/report/statistics/floor.hpp>
#include <ganzoo/report/statistics/location.hpp>

namespace ganzoo::report {

Floor floor_of(std::span<const double> draws) {
  const auto [least, greatest] = std::ranges::minmax(draws);
  const auto r = static_cast<double>(draws.size());
  return {static_cast<std::int64_t>(draws.size()), median_of(draws), least, greatest, (r - 1) / (r + 1)};
}

Mark mark_of(double value, const Floor& floor, bool higher_is_better) {
  if (floor.least <= value && value <= floor.greatest) return Mark::at;
  return (value > floor.greatest) == higher_is_better ? Mark::below : Mark::above;
}

}  // namespace ganzoo::report
