/// Pictures of samples: a mosaic, a cloud of points, a trajectory, or an animation.
#pragma once

#include <filesystem>
#include <ganzoo/log/run_file.hpp>
#include <string>

#include "sample_draws.hpp"

namespace ganzoo::app {

/// "1 sample", "64 samples".
std::string counted(std::int64_t count, const char* what);

/// Writes a .png, and says what of.
std::string write_picture(const std::filesystem::path& out, const log::RunFile& run, const Sheet& sheet,
                          std::int64_t step);
/// Writes a .gif of the run's snapshots, or of the way of --interpolate, and says what of.
std::string write_animation(const Draw& options, const log::RunFile& run);

}  // namespace ganzoo::app
