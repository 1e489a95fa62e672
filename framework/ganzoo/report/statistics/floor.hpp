/// Real against real: what a metric says of samples that could not be better.
#pragma once

#include <cstdint>
#include <span>

namespace ganzoo::report {

struct Floor {
  std::int64_t draws = 0;
  double median, least, greatest;
  double level;  ///< with which one more draw lies in [least, greatest]: (R − 1)/(R + 1)
};

/// Of at least one draw.
Floor floor_of(std::span<const double> draws);

enum class Mark : std::uint8_t {
  above,  ///< worse than any draw
  at,     ///< cannot be told from real samples
  below   ///< better than real: copied or shared samples, or a biased metric
};

Mark mark_of(double value, const Floor& floor, bool higher_is_better);

}  // namespace ganzoo::report
