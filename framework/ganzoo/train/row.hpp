/// A row of /train in memory, and what a column of it says of its numbers.
#pragma once

#include <cstdint>
#include <ganzoo/plugin/param.hpp>
#include <ganzoo/train/metric.hpp>
#include <string_view>
#include <vector>

namespace ganzoo {

struct RowColumn {
  const char *name, *unit;
  Quantity::Better better;
  Range range;
  const char* meaning;
};

/// The columns that are means over updates, in the order of TrainingRow::means (declared in tally.hpp).
const std::vector<RowColumn>& mean_columns();

/// Means over all updates since the last row was taken; the columns of /train but step and wall_time.
struct TrainingRow {
  std::int64_t critic_updates = 0;
  std::int64_t real_seen = 0;  ///< real samples drawn, for the generator's own updates too where its loss asks for them
  std::vector<double> means;   ///< of mean_columns()

  /// The mean of that name, which there must be.
  double operator[](std::string_view name) const;
};

}  // namespace ganzoo
