/// A run's generator with its trained weights, from the run file alone. It may be anyone's code: for processes that answer
/// a question (child.hpp).
#pragma once

#include <ganzoo/core/value.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/generator.hpp>
#include <memory>

namespace ganzoo::app {

struct TrainedGenerator {
  Table spec;
  std::unique_ptr<Generator> generator;
  Shape sample, noise;
  nn::LayerPtr layer;
  bool averaged;  ///< the weights are the averaged ones, where the run has them
  nn::Network network;
};

/// The component is found by its name in the program's own folders and GANZOO_PLUGIN_PATH alone, unless `trust`: then
/// also where the run says. Throws ganzoo::Error: usage for one that is not loaded, corrupt for a run that lacks weights.
TrainedGenerator trained_generator(const log::RunFile& run, bool trust);

/// Of the snapshots, which are images or points; null where there are none.
const log::Array* snapshots(const log::RunFile& run);

/// The shape of one sample. Files before schema 1.1 tell it by their snapshots, in which a grey image is [h, w].
Shape shape_of(const log::RunFile& run);

}  // namespace ganzoo::app
