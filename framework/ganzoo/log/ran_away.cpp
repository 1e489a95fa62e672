#include <cmath>
#include <ganzoo/log/ran_away.hpp>
#include <vector>

namespace ganzoo::log {
namespace {

using Watched = std::vector<const std::vector<double>*>;

Watched watched_in(const Table& train) {
  Watched columns;
  for (const char* name : watched_columns)
    if (const Column* column = train.find(name))
      if (const auto* values = std::get_if<std::vector<double>>(&column->values)) columns.push_back(values);
  return columns;
}

bool is_beyond(const Watched& columns, std::size_t row) {
  for (const auto* values : columns)
    if (std::abs((*values)[row]) > runaway_bound) return true;  // NaN, of a player that there is not, is none
  return false;
}

}  // namespace

std::optional<std::size_t> runaway_row(const Table& train) {
  const Watched columns = watched_in(train);
  const auto rows = static_cast<std::size_t>(train.rows());
  std::size_t row = rows;
  while (row > 0 && is_beyond(columns, row - 1)) --row;
  return row == rows ? std::nullopt : std::optional(row);
}

std::optional<std::int64_t> ran_away_at(const Table& train) {
  const Column* steps = train.find("step");
  const auto row = runaway_row(train);
  if (steps == nullptr || !row) return std::nullopt;
  return std::visit([at = *row](const auto& values) { return static_cast<std::int64_t>(values[at]); }, steps->values);
}

}  // namespace ganzoo::log
