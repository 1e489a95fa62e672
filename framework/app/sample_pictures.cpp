#include "sample_pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/session/trained_generator.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/report/picture/animation.hpp>
#include <ganzoo/report/picture/picture.hpp>
#include <vector>

namespace ganzoo::app {
namespace {

namespace fs = std::filesystem;

/// A metric's column of the run, null where it has none.
const std::vector<double>* numbers(const log::RunFile& run, const char* column) {
  const log::Column* found = run.metrics.find(column);
  return found ? std::get_if<std::vector<double>>(&found->values) : nullptr;
}

std::string title_of(const log::RunFile& run, std::int64_t step) {
  return fmt::format("{} · {} · step {}", run.title, run.cell, step);
}

/// A mosaic of images, or real and generated points, as a PNG file.
std::string picture_of(const log::RunFile& run, const log::Array& samples, std::int64_t step,
                       std::int64_t columns = 0) {
  if (!is_image(experiment::shape_of(run))) return report::points_png(title_of(run, step), run.real.samples, samples);
  double low = run.real.low, high = run.real.high;
  if (!(low < high)) {
    const auto [least, most] = std::ranges::minmax(samples.values);
    low = least, high = most;
  }
  return report::mosaic_png(samples, static_cast<float>(low), static_cast<float>(high), static_cast<int>(columns));
}

/// The samples from `first` on, `count` of them.
log::Array some_of(const log::Array& samples, std::int64_t first, std::int64_t count) {
  const auto size = static_cast<std::ptrdiff_t>(samples.values.size()) / samples.dims[0];
  const auto begin = samples.values.begin() + first * size;
  log::Array some{samples.dims, {begin, begin + count * size}};
  some.dims[0] = count;
  return some;
}

/// An image of the way after the other, or its points up to there.
std::vector<std::string> frames_of_way(const Draw& options, const log::RunFile& run) {
  const log::Array way = generate(run, options).samples;
  const bool images = is_image(experiment::shape_of(run));
  std::vector<std::string> frames;
  for (std::int64_t i = 0; i < way.dims[0]; ++i)
    frames.push_back(picture_of(run, images ? some_of(way, i, 1) : some_of(way, 0, i + 1), run.step));
  return frames;
}

std::vector<std::string> frames_of_run(const Draw& options, const log::RunFile& run) {
  if (run.sample_steps.empty())
    throw Error(Exit::usage, fmt::format("sample: {} has kept no snapshots, which a .gif shows", run.cell),
                "log.snapshots says how many a run keeps");
  std::vector<std::string> frames;
  for (const std::int64_t step : run.sample_steps) {
    Draw at = options;
    at.step = step;
    frames.push_back(picture_of(run, kept_at(run, at), step));
  }
  return frames;
}

}  // namespace

std::string counted(std::int64_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string write_picture(const fs::path& out, const log::RunFile& run, const Sheet& sheet, std::int64_t step) {
  // Where metric dirac has kept the way of both players, that says more than a point alone.
  const auto *theta = numbers(run, "dirac.theta"), *psi = numbers(run, "dirac.psi");
  if (theta && psi && !theta->empty()) {
    report::write_trajectory(out, title_of(run, step), {"θ", "ψ"}, *theta, *psi);
    return "the trajectory";
  }
  os::write_whole(out, picture_of(run, sheet.samples, step, sheet.columns));
  return counted(sheet.samples.dims[0], "sample");
}

std::string write_animation(const Draw& options, const log::RunFile& run) {
  constexpr double whole_seconds = 4, least_seconds = 0.05;
  const auto frames = options.interpolate.empty() ? frames_of_run(options, run) : frames_of_way(options, run);
  const double seconds = std::max(least_seconds, whole_seconds / static_cast<double>(frames.size()));
  os::write_whole(options.out, report::animation_gif(frames, seconds));
  return counted(static_cast<std::int64_t>(frames.size()), "frame");
}

}  // namespace ganzoo::app
