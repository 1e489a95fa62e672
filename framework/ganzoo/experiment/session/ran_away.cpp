#include <cmath>
#include <ganzoo/experiment/session/ran_away.hpp>
#include <vector>

namespace ganzoo::experiment {
namespace {

std::vector<const std::vector<double>*> watched_columns(const log::Table& train) {
  std::vector<const std::vector<double>*> columns;
  for (const char* name :
       {"critic_objective", "generator_objective", "critic_gradient_norm", "generator_gradient_norm"})
    if (const log::Column* column = train.find(name))
      if (const auto* values = std::get_if<std::vector<double>>(&column->values)) columns.push_back(values);
  return columns;
}

bool is_beyond(const std::vector<const std::vector<double>*>& columns, std::size_t row) {
  for (const auto* values : columns)
    if (std::abs((*values)[row]) > runaway_bound) return true;  // NaN, of a player that there is not, is none
  return false;
}

}  // namespace

std::optional<std::int64_t> ran_away_at(const log::Table& train) {
  const log::Column* steps = train.find("step");
  const auto columns = watched_columns(train);
  auto row = static_cast<std::size_t>(train.rows());
  const std::size_t rows = row;
  while (row > 0 && is_beyond(columns, row - 1)) --row;
  if (steps == nullptr || row == rows) return std::nullopt;
  return std::visit([row](const auto& values) { return static_cast<std::int64_t>(values[row]); }, steps->values);
}

}  // namespace ganzoo::experiment
