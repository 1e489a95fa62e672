#include <algorithm>
#include <cmath>
#include <ganzoo/experiment/session/game_picture.hpp>
#include <ganzoo/experiment/session/real_samples.hpp>
#include <ganzoo/experiment/session/snapshots.hpp>

namespace ganzoo::experiment {
namespace {

constexpr std::int64_t snapshot_images = 64, snapshot_points = 1024;
constexpr int conditional_images = 100;

/// [s, n, …]: images [h, w] or [h, w, c], anything else as points.
std::vector<std::int64_t> snapshot_dims(std::int64_t count, const Shape& sample) {
  std::vector<std::int64_t> dims{0, count};
  dims.insert(dims.end(), sample.dims.begin(), sample.dims.end());
  if (sample.rank() == 3 && sample[2] == 1) dims.pop_back();
  return dims;
}

/// As many of each class, one class after the other: of ten, a mosaic of ten rows of ten images.
std::vector<Label> snapshot_labels(int classes, bool image) {
  const int most = image ? conditional_images : static_cast<int>(snapshot_points), each = std::max(1, most / classes);
  std::vector<Label> labels;
  for (int c = 0; c < std::min(classes, most); ++c) labels.insert(labels.end(), static_cast<std::size_t>(each), c);
  return labels;
}

}  // namespace

std::set<std::int64_t> snapshot_steps(std::int64_t count, std::int64_t steps) {
  if (count <= 0) return {};
  if (count == 1) return {steps};
  std::set<std::int64_t> due;
  const double spacing = static_cast<double>(steps) / static_cast<double>(count - 1);
  for (std::int64_t i = 0; i < count; ++i) due.insert(std::llround(spacing * static_cast<double>(i)));
  return due;
}

void add_snapshot(log::RunFile& run, Trainer& trainer) {
  const Shape shape = trainer.players().data->shape();
  const bool image = is_image(shape);
  const std::vector<Label> labels =
      trainer.takes_labels() ? snapshot_labels(trainer.players().data->classes(), image) : std::vector<Label>{};
  const std::int64_t count = !labels.empty() ? std::ssize(labels) : image ? snapshot_images : snapshot_points;
  const ConstMatrix noise = trainer.evaluation_noise(count);
  OwnedMatrix samples(count, shape.size());
  trainer.sample(noise, samples, true, labels);
  if (const Scaling* scaling = trainer.players().data->scaling()) restore(*scaling, samples.view().flat());

  log::Array& all = run.samples[image ? "images" : "points"];
  if (all.dims.empty()) {
    all.dims = snapshot_dims(count, shape);
    all.levels = run.real.samples.levels;
    run.samples["noise"] = {{count, noise.columns}, {noise.flat().begin(), noise.flat().end()}};
    if (!labels.empty()) run.samples["labels"] = {{count}, {labels.begin(), labels.end()}};
  }
  // Bounded images are kept by the levels of a byte; one out of bounds, and all are kept as they are.
  if (all.levels && !log::round_to(*all.levels, samples.view().flat())) all.levels.reset();
  all.values.insert(all.values.end(), samples.view().flat().begin(), samples.view().flat().end());
  ++all.dims[0];
  add_game_picture(trainer, run.real.samples, run.sample_steps.size(), run.samples);
  run.sample_steps.push_back(trainer.steps_done());
}

}  // namespace ganzoo::experiment
