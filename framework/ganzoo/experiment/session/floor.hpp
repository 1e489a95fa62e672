/// Real against real: what each metric says of two samples of the data itself.
#pragma once

#include <functional>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/train/trainer.hpp>
#include <vector>

namespace ganzoo::experiment {

/// What is called before each draw, and between pieces of its work; either may throw, and ends the measuring.
struct Between {
  std::function<void()> draws, pieces;
};

/// So many draws of the metrics that need no more than samples; an empty table where none does.
log::Table measure_floor(std::vector<NamedMetric> metrics, Trainer& trainer, std::int64_t draws,
                         const Between& between);

}  // namespace ganzoo::experiment
