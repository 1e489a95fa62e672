/// A run's generator with its trained weights, from the run file alone. It may be anyone's code: for processes that answer
/// a question (remote/child.hpp).
#pragma once

#include <ganzoo/core/value.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/train/data.hpp>
#include <ganzoo/train/generator.hpp>
#include <memory>

namespace ganzoo::experiment {

struct TrainedGenerator {
  Table spec;
  std::unique_ptr<Generator> generator;
  Shape sample, noise;
  nn::LayerPtr layer;
  bool averaged;  ///< the weights are the averaged ones, where the run has them
  nn::Network network;
};

/// Loads components from the program's own folders and GANZOO_PLUGIN_PATH alone, those that the run names by a file not at
/// all, unless trusted: that is code of whoever made the run.
Registry registry_for(const Table& spec, bool trust);
/// Throws ganzoo::Error (usage) where the spec names the component of that kind ("generator") by a file and is not trusted.
void require_trusted(const Table& spec, const char* kind, bool trust);

/// Its samples are in the user's units, also where training saw standardised ones. Throws ganzoo::Error: usage for a
/// component that is not loaded, corrupt for a run that lacks weights.
TrainedGenerator trained_generator(const log::RunFile& run, bool trust);
/// Where the data is at hand, which outlives it: what stands in the generator's place may draw from it, and samples are as
/// the data gives them, standardised or not.
TrainedGenerator trained_generator(const log::RunFile& run, const Data& data, bool trust);

/// Of the snapshots, which are images or points; null where there are none.
const log::Array* snapshots(const log::RunFile& run);

/// The shape of one sample. Files before schema 1.1 tell it by their snapshots, in which a grey image is [h, w].
Shape shape_of(const log::RunFile& run);

}  // namespace ganzoo::experiment
