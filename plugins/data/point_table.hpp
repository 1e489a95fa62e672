/// Points in memory, in the single precision that networks compute in.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/io/points.hpp>
#include <span>
#include <string>
#include <vector>

#include "point_rows.hpp"

namespace ganzoo::data {

class PointTable : public PointRows {
 public:
  explicit PointTable(const io::Points& points)
      : rows_(points.rows), columns_(points.columns), values_(points.values.begin(), points.values.end()) {}

  std::int64_t rows() const override { return rows_; }
  std::int64_t columns() const override { return columns_; }
  void copy(std::int64_t i, std::span<float> out) const override {
    std::copy_n(values_.begin() + i * columns_, columns_, out.begin());
  }
  float operator[](std::size_t i) const { return values_[i]; }

 private:
  std::int64_t rows_, columns_;
  std::vector<float> values_;  ///< [rows, columns]
};

/// As io::read_points; throws ganzoo::Error (corrupt) also where a float would be infinite, or would move a number by
/// more than a thousandth of its column's range: a network could not tell it from its neighbours.
inline std::unique_ptr<PointTable> read_point_table(const std::string& name, const io::Columns& columns) {
  const io::Points points = io::read_points(name, columns);
  auto table = std::make_unique<PointTable>(points);
  const auto d = static_cast<std::size_t>(points.columns);
  std::vector<double> low(d, HUGE_VAL), high(d, -HUGE_VAL);
  for (std::size_t i = 0; i < points.values.size(); ++i) {
    low[i % d] = std::min(low[i % d], points.values[i]);
    high[i % d] = std::max(high[i % d], points.values[i]);
  }
  for (std::size_t i = 0; i < points.values.size(); ++i) {
    const double value = points.values[i], moved = std::abs(value - double{(*table)[i]});
    const double range = high[i % d] - low[i % d];
    if (!std::isfinite((*table)[i]) || (range > 0 && moved > 1e-3 * range))
      throw Error(Exit::corrupt,
                  fmt::format("{}: point {} holds {} as its number {}, but must differ from its neighbours in single "
                              "precision",
                              name, i / d + 1, value, i % d + 1),
                  "subtract what all points share, or scale them");
  }
  return table;
}

}  // namespace ganzoo::data
