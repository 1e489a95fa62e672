/// Round numbers along an axis.
#pragma once

#include <cmath>
#include <vector>

namespace ganzoo::report {

/// About five round numbers in [low, high].
inline std::vector<double> ticks(double low, double high) {
  const double raw = (high - low) / 5, power = std::pow(10.0, std::floor(std::log10(raw)));
  const double step = power * (raw / power < 1.5 ? 1 : raw / power < 3.5 ? 2 : raw / power < 7.5 ? 5 : 10);
  std::vector<double> at;
  for (double n = std::ceil(low / step); n * step <= high; ++n) at.push_back(n * step + 0.0);
  return at;
}

}  // namespace ganzoo::report
