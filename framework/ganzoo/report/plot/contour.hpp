/// Level lines of a function known on a grid in the plane, and its slope between the grid's points.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace ganzoo::report {

/// Values at a grid of equal steps over two closed ranges, along x first, then along y.
struct Field {
  std::size_t columns;
  std::pair<double, double> x, y;
  std::vector<double> values;

  std::size_t rows() const { return values.size() / columns; }
  double at(std::size_t i, std::size_t j) const { return values[j * columns + i]; }
  double x_of(double i) const { return x.first + i * (x.second - x.first) / static_cast<double>(columns - 1); }
  double y_of(double j) const { return y.first + j * (y.second - y.first) / static_cast<double>(rows() - 1); }
  /// Of the bilinear function through the four points around; nothing outside of the grid or beside what is not finite.
  std::optional<std::pair<double, double>> slope(double px, double py) const;
};

struct Segment {
  double x0, y0, x1, y1;
};

/// Where the function through the grid's points crosses the level: marching squares (Lorensen & Cline, 1987, in the plane),
/// a saddle decided by the mean of its corners. Cells with what is not finite have none.
std::vector<Segment> contour(const Field& field, double level);

}  // namespace ganzoo::report
