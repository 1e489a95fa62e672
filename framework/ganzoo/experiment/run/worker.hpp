/// One worker process: trains one cell, and says how it goes on the beat descriptor.
#pragma once

#include <ganzoo/experiment/run/marks.hpp>
#include <ganzoo/experiment/run/order.hpp>

namespace ganzoo::experiment {

/// What a worker says, one JSON object a line, with the order's token but for a crash; `do` is
///   beat   step, steps
///   done   step, profile (a table, or empty)
///   error  code, complaints, step
///   crash  file
/// Whether the run is over, and how, stands in run.h5; the step, told or not, in memory that it shares.
inline constexpr int beat_number = 3, step_number = 4;

}  // namespace ganzoo::experiment
