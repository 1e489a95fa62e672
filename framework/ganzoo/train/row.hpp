/// A row of /train in memory, and what is declared of its columns.
#pragma once

#include <cstdint>
#include <ganzoo/plugin/param.hpp>
#include <ganzoo/train/metric.hpp>
#include <string_view>
#include <vector>

namespace ganzoo {

/// What the file says of a column beside its numbers.
struct RowColumn {
  const char *name, *unit;
  Quantity::Better better;
  Range range;
  const char* meaning;
};

/// The columns that are means over updates, in the order of TrainingRow::means. Declared in tally.cpp.
const std::vector<RowColumn>& mean_columns();

/// All columns but step and wall_time, which the session adds.
struct TrainingRow {
  std::int64_t critic_updates = 0;  ///< since training began
  std::int64_t real_seen = 0;       ///< real samples drawn by both players' updates since training began
  std::vector<double> means;        ///< of mean_columns(), over the updates since the last row

  /// The mean of that name, which there must be.
  double operator[](std::string_view name) const;
};

}  // namespace ganzoo
