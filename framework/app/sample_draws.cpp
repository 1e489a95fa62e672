#include "sample_draws.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/experiment/session/trained_generator.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/train/sampler.hpp>

#include "sample_noise.hpp"

namespace ganzoo::app {
namespace {

log::Array array_of(std::int64_t count, const Shape& shape) {
  log::Array array{{count}, std::vector<float>(static_cast<std::size_t>(count * shape.size()))};
  array.dims.insert(array.dims.end(), shape.dims.begin(), shape.dims.end());
  return array;
}

Matrix rows(log::Array& array) {
  const std::int64_t count = array.dims[0];
  return {array.values.data(), count, static_cast<std::int64_t>(array.values.size()) / count};
}

int batch_of(const log::RunFile& run, const Table& spec) {
  constexpr std::int64_t most = 1'000'000;
  const std::int64_t batch = experiment::integer_at(spec, "train.batch");
  if (batch < 1 || batch > most)
    throw Error(Exit::corrupt, fmt::format("{}: train.batch is {}, but must be in [1, {}]", run.cell, batch, most));
  return static_cast<int>(batch);
}

constexpr std::int64_t samples_of_a_class = 10;

/// Of so many samples: all of the class asked for, or as many of each, one class after the other.
std::vector<Label> labels_of(const Draw& options, int classes, std::int64_t count) {
  if (options.label && classes == 0)
    throw Error(Exit::usage, "sample: --class is given, but the run's generator takes no labels");
  if (options.label && *options.label >= classes)
    throw Error(Exit::usage, fmt::format("sample: --class is {}, but must be in [0, {}]", *options.label, classes - 1));
  if (classes > 0 && !options.label && (!options.interpolate.empty() || options.grid > 0))
    throw Error(Exit::usage, "sample: --class is missing, but must be given: a way between samples stays in one class");
  std::vector<Label> labels(static_cast<std::size_t>(classes > 0 ? count : 0));
  for (std::size_t i = 0; i < labels.size(); ++i)
    labels[i] = static_cast<Label>(
        options.label.value_or(static_cast<std::int64_t>(i) * classes / static_cast<std::int64_t>(labels.size())));
  return labels;
}

}  // namespace

bool is_image(const Shape& shape) { return shape.rank() == 3 && (shape[2] == 1 || shape[2] == 3); }

Sheet generate(const log::RunFile& run, const Draw& options) {
  experiment::TrainedGenerator trained = experiment::trained_generator(run, options.trust);
  set_float_mode();  // as in training: the same weights and noise are the same samples
  const int classes = trained.network.classes();
  const std::int64_t usual = !is_image(trained.sample)       ? 2500
                             : classes > 0 && !options.label ? samples_of_a_class * classes
                                                             : 64;
  const std::int64_t count = options.count > 0 ? options.count : usual;
  nn::Engine engine(nn::parse_precision(experiment::text_at(trained.spec, "train.precision")));
  const NoiseAsked noise{
      options.noise, options.seed, trained.generator->uniform_noise(), options.interpolate, options.frames.value_or(16),
      options.grid};
  const OwnedMatrix z = chosen_noise(noise, trained.noise.size(), count);
  log::Array samples = array_of(z.view().rows, trained.sample);
  Sampler(engine, trained.network, batch_of(run, trained.spec))
      .run(z, rows(samples), labels_of(options, classes, z.view().rows));
  const bool rows_of_classes = classes > 0 && !options.label && samples.dims[0] % classes == 0;
  return {samples, rows_of_classes ? samples.dims[0] / classes : 0};
}

log::Array kept_at(const log::RunFile& run, const Draw& options) {
  const log::Array* all = experiment::snapshots(run);
  const auto at = std::ranges::find(run.sample_steps, *options.step);
  if (all == nullptr || all->dims.size() < 2 || at == run.sample_steps.end())
    throw Error(Exit::usage, fmt::format("sample: --step is {}, but must be one of the run's snapshots", *options.step),
                fmt::format("they are of the steps {}", fmt::join(run.sample_steps, ", ")));
  if (options.count > all->dims[1])
    throw Error(Exit::usage,
                fmt::format("sample: --count is {}, but a snapshot holds {}", options.count, all->dims[1]));
  const auto size = all->values.size() / run.sample_steps.size();
  const auto begin = all->values.begin() + (at - run.sample_steps.begin()) * static_cast<std::ptrdiff_t>(size);
  log::Array kept{{all->dims.begin() + 1, all->dims.end()}, {begin, begin + static_cast<std::ptrdiff_t>(size)}};
  if (options.count > 0) {
    kept.values.resize(size / static_cast<std::size_t>(kept.dims[0]) * static_cast<std::size_t>(options.count));
    kept.dims[0] = options.count;
  }
  return kept;
}

}  // namespace ganzoo::app
