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

namespace ganzoo::data {

struct PointTable {
  std::int64_t rows = 0, columns = 0;
  std::vector<float> values;  ///< [rows, columns]

  std::span<const float> row(std::int64_t i) const {
    return std::span(values).subspan(static_cast<std::size_t>(i * columns), static_cast<std::size_t>(columns));
  }

  PointTable taken(std::span<const std::int64_t> indices) const {
    PointTable part{static_cast<std::int64_t>(indices.size()), columns, {}};
    part.values.reserve(indices.size() * static_cast<std::size_t>(columns));
    for (const std::int64_t i : indices) part.values.insert(part.values.end(), row(i).begin(), row(i).end());
    return part;
  }
};

/// As io::read_points; throws ganzoo::Error (corrupt) also where a float would be infinite, or would move a number by
/// more than a thousandth of its column's range: a network could not tell it from its neighbours.
inline PointTable read_point_table(const std::string& name, const io::Columns& columns) {
  const io::Points points = io::read_points(name, columns);
  PointTable table{points.rows, points.columns, {points.values.begin(), points.values.end()}};
  const auto d = static_cast<std::size_t>(table.columns);
  std::vector<double> low(d, HUGE_VAL), high(d, -HUGE_VAL);
  for (std::size_t i = 0; i < points.values.size(); ++i) {
    low[i % d] = std::min(low[i % d], points.values[i]);
    high[i % d] = std::max(high[i % d], points.values[i]);
  }
  for (std::size_t i = 0; i < points.values.size(); ++i) {
    const double value = points.values[i], moved = std::abs(value - double{table.values[i]});
    const double range = high[i % d] - low[i % d];
    if (!std::isfinite(table.values[i]) || (range > 0 && moved > 1e-3 * range))
      throw Error(Exit::corrupt,
                  fmt::format("{}: point {} holds {} as its number {}, but must differ from its neighbours in single "
                              "precision",
                              name, i / d + 1, value, i % d + 1),
                  "subtract what all points share, or scale them");
  }
  return table;
}

}  // namespace ganzoo::data
