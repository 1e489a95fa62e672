/// The columns of /train and /metrics: their names, units and meanings, and how a row is appended or cut.
#pragma once

#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/train/trainer.hpp>
#include <vector>

namespace ganzoo::experiment {

/// Of /train: the counters, then the means (train/tally.hpp).
std::vector<RowColumn> train_columns();
log::Table empty_train_table();
void append(log::Table& train, std::int64_t step, double seconds, const TrainingRow& row);

/// `averaged`: each quantity again, behind it `.ema`, of the averaged generator. `selected`: the quantity "modes.covered"
/// again, behind it `.validation`; "" for none.
log::Table empty_metrics_table(const std::vector<NamedMetric>& metrics, const Data& data, bool averaged,
                               const std::string& selected);

/// The first column.
std::vector<std::int64_t>& steps_of(log::Table& table);
/// Forgets what is of later steps than `last`: rows and snapshots.
void cut_behind(log::RunFile& run, std::int64_t last);

/// Real against real: the quantities with a direction of the metrics that `has_floor` admits.
log::Table empty_floor_table(const std::vector<NamedMetric>& metrics, const Data& data);

}  // namespace ganzoo::experiment
