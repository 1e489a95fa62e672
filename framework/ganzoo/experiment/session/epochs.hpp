/// Epochs in steps: how many generator updates until the players have seen so many samples.
#pragma once

#include <cstdint>
#include <ganzoo/train/scheduler.hpp>
#include <string>

namespace ganzoo::experiment {

/// Of a generator without a critic, which sees a batch a step.
std::int64_t steps_for(double samples, std::int64_t batch);

/// Of a critic, by the scheduler's own turns. Throws ganzoo::Error (cells_failed), in the name of `who`, where one of
/// them makes no sense, or where they pass the critic over for ever.
std::int64_t steps_for(double samples, std::int64_t batch, Scheduler& scheduler, const std::string& who);

}  // namespace ganzoo::experiment
