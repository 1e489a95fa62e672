/// Snapshots: what the generator makes of the same noise, again and again over a run.
#pragma once

#include <cstdint>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/train/trainer.hpp>
#include <set>

namespace ganzoo::experiment {

/// The steps of `count` snapshots, evenly spaced from the untrained to the trained generator; of one, the trained.
std::set<std::int64_t> snapshot_steps(std::int64_t count, std::int64_t steps);

/// One more, of the generator as it is.
void add_snapshot(log::RunFile& run, Trainer& trainer);

}  // namespace ganzoo::experiment
