#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/train/tally.hpp>

namespace ganzoo {

std::vector<RowColumn> Tally::columns() const {
  std::vector<RowColumn> all;
  for (const Mean* mean : row_) all.push_back(mean->column());
  return all;
}

TrainingRow Tally::take() {
  TrainingRow row;
  for (Mean* mean : row_) row.means.push_back(mean->take());
  return row;
}

void Tally::state(Archive& archive) {
  for (Mean* mean : row_) mean->state(archive);
}

const std::vector<RowColumn>& mean_columns() {
  static const std::vector<RowColumn> all = Tally().columns();
  return all;
}

double TrainingRow::operator[](std::string_view name) const {
  const auto& columns = mean_columns();
  const auto found = std::ranges::find(columns, name, [](const RowColumn& c) { return std::string_view(c.name); });
  if (found == columns.end()) throw Error(Exit::bug, "no column of /train is called " + std::string(name));
  return means.at(static_cast<std::size_t>(found - columns.begin()));
}

}  // namespace ganzoo
