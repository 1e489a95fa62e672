#include <fmt/format.h>

#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/io/arrays.hpp>
#include <ganzoo/io/csv.hpp>
#include <ganzoo/io/points.hpp>

namespace ganzoo::io {

Points read_points(const std::string& name, const Columns& columns) {
  if (name.ends_with(".csv")) {
    log::Numbers numbers = read_csv(name, columns);
    return {numbers.dims[0], numbers.dims[1], std::move(numbers.values)};
  }
  const log::Numbers all = read_array(name);
  if (all.dims.empty() || all.values.empty())
    throw Error(Exit::corrupt, fmt::format("{}: holds no points, but must hold at least one", name));
  const auto rows = static_cast<std::size_t>(all.dims[0]), width = all.values.size() / rows;
  const std::vector<std::size_t> places = places_of(columns, name, width, {});
  Points points{all.dims[0], static_cast<std::int64_t>(places.size()), {}};
  points.values.reserve(rows * places.size());
  for (std::size_t i = 0; i < rows; ++i)
    for (const std::size_t place : places) {
      const double value = all.values[i * width + place];
      if (!std::isfinite(value))
        throw Error(Exit::corrupt,
                    fmt::format("{}: row {}, column {} is {}, but must be finite", name, i + 1, place + 1, value));
      points.values.push_back(value);
    }
  return points;
}

std::vector<std::string> read_words(const std::string& name, const Columns& column) {
  if (name.ends_with(".csv")) return read_csv_words(name, column);
  std::vector<std::string> words;
  for (const double value : read_points(name, column).values) words.push_back(fmt::format("{}", value));
  return words;
}

std::string file_of(const std::string& name) { return split_dataset(name).first; }

}  // namespace ganzoo::io
