/// Runs as event files of TensorBoard, which W&B and others import as well.
#pragma once

#include <ganzoo/log/run_file.hpp>
#include <string>

namespace ganzoo::report {

/// Where it lies below the log folder: "<cell>/events.out.tfevents.<second of the start>.ganzoo".
std::string event_file_name(const log::RunFile& run);

/// An event file's bytes: every number of /train and /metrics as a scalar "train/critic_objective" at its step, in single
/// precision; the snapshots as images; the resolved spec as text. Times are the run's own. The same bytes for the same run.
std::string event_file(const log::RunFile& run);

}  // namespace ganzoo::report
