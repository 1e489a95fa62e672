/// Means and standard deviations of points' columns, and points in units of them.
#pragma once

#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <span>
#include <vector>

#include "point_rows.hpp"

namespace ganzoo::data {

/// Of a split's points, over n: in one pass, each mean moved by a point's part of it (Welford, Technometrics 4(3), 1962).
inline Scaling scaling_of(const PointSplit& points) {
  const auto d = static_cast<std::size_t>(points.rows->columns());
  std::vector<double> mean(d), squares(d);
  std::vector<float> point(d);
  for (std::int64_t i = 0; i < points.size(); ++i) {
    points.copy(i, point);
    for (std::size_t k = 0; k < d; ++k) {
      const double before = double{point[k]} - mean[k];
      mean[k] += before / static_cast<double>(i + 1);
      squares[k] += before * (double{point[k]} - mean[k]);
    }
  }
  Scaling scaling;
  for (std::size_t k = 0; k < d; ++k) {
    scaling.shift.push_back(static_cast<float>(mean[k]));
    scaling.scale.push_back(static_cast<float>(std::sqrt(squares[k] / static_cast<double>(points.size()))));
  }
  return scaling;
}

inline void standardise(const Scaling& scaling, std::span<float> points) {
  const std::size_t d = scaling.shift.size();
  for (std::size_t i = 0; i < points.size(); ++i) points[i] = (points[i] - scaling.shift[i % d]) / scaling.scale[i % d];
}

}  // namespace ganzoo::data
