#include <ganzoo/report/plot/contour.hpp>

#include <array>
#include <cmath>

namespace ganzoo::report {
namespace {

/// The corners of a cell in turn, from its lower left.
struct Cell {
  std::array<double, 4> x, y, value;

  bool is_finite() const {
    for (const double v : value)
      if (!std::isfinite(v)) return false;
    return true;
  }
};

Cell cell_at(const Field& f, std::size_t i, std::size_t j) {
  const double left = f.x_of(static_cast<double>(i)), right = f.x_of(static_cast<double>(i + 1)),
               low = f.y_of(static_cast<double>(j)), high = f.y_of(static_cast<double>(j + 1));
  return {{left, right, right, left},
          {low, low, high, high},
          {f.at(i, j), f.at(i + 1, j), f.at(i + 1, j + 1), f.at(i, j + 1)}};
}

using Point = std::pair<double, double>;

/// Where the level lies on the side from corner k to the next.
Point crossing(const Cell& cell, std::size_t k, double level) {
  const std::size_t n = (k + 1) % 4;
  const double t = (level - cell.value[k]) / (cell.value[n] - cell.value[k]);
  return {cell.x[k] + t * (cell.x[n] - cell.x[k]), cell.y[k] + t * (cell.y[n] - cell.y[k])};
}

void add(std::vector<Segment>& all, const Point& a, const Point& b) {
  all.push_back({a.first, a.second, b.first, b.second});
}

void add_cell(const Cell& cell, double level, std::vector<Segment>& all) {
  std::array<std::size_t, 4> sides{};
  std::size_t count = 0;
  for (std::size_t k = 0; k < 4; ++k)
    if ((cell.value[k] > level) != (cell.value[(k + 1) % 4] > level)) sides[count++] = k;
  std::array<Point, 4> at;
  for (std::size_t k = 0; k < count; ++k) at[k] = crossing(cell, sides[k], level);
  if (count == 2) return add(all, at[0], at[1]);
  if (count != 4) return;
  const double middle = (cell.value[0] + cell.value[1] + cell.value[2] + cell.value[3]) / 4;
  const bool joined = (middle > level) == (cell.value[0] > level);  // the corner 0 reaches the one across
  add(all, at[0], at[joined ? 1 : 3]);
  add(all, at[2], at[joined ? 3 : 1]);
}

}  // namespace

std::optional<std::pair<double, double>> Field::slope(double px, double py) const {
  const double u = (px - x.first) / (x.second - x.first) * static_cast<double>(columns - 1),
               v = (py - y.first) / (y.second - y.first) * static_cast<double>(rows() - 1);
  if (!(u >= 0 && v >= 0 && u < static_cast<double>(columns - 1) && v < static_cast<double>(rows() - 1)))
    return std::nullopt;
  const auto i = static_cast<std::size_t>(u), j = static_cast<std::size_t>(v);
  const Cell cell = cell_at(*this, i, j);
  if (!cell.is_finite()) return std::nullopt;
  const double s = u - static_cast<double>(i), t = v - static_cast<double>(j);
  const auto& c = cell.value;
  return std::pair{((1 - t) * (c[1] - c[0]) + t * (c[2] - c[3])) / (cell.x[1] - cell.x[0]),
                   ((1 - s) * (c[3] - c[0]) + s * (c[2] - c[1])) / (cell.y[2] - cell.y[1])};
}

std::vector<Segment> contour(const Field& field, double level) {
  std::vector<Segment> all;
  for (std::size_t j = 0; j + 1 < field.rows(); ++j)
    for (std::size_t i = 0; i + 1 < field.columns; ++i)
      if (const Cell cell = cell_at(field, i, j); cell.is_finite()) add_cell(cell, level, all);
  return all;
}

}  // namespace ganzoo::report
