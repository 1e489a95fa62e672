/// A trained generator out of its run file, which needs the generator's component and nothing else of the run.
#pragma once

#include <ganzoo/log/run_file.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/train/generator.hpp>
#include <memory>

namespace ganzoo::experiment {

struct TrainedGenerator {
  std::unique_ptr<Generator> component;
  std::unique_ptr<nn::Network> network;  ///< with the averaged weights where the run has them
};

/// Loads components from the program's own folders and GANZOO_PLUGIN_PATH alone, those that the run names by a file not at
/// all, unless trusted: that is code of whoever made the run.
Registry registry_for(const Table& spec, bool trust);
/// Throws ganzoo::Error (usage) where the spec names the component of that kind ("generator") by a file and is not trusted.
void require_trusted(const Table& spec, const char* kind, bool trust);

/// For samples of that shape. Throws ganzoo::Error: corrupt where weights are missing or of another size.
TrainedGenerator trained_generator(const log::RunFile& run, const Table& spec, const Shape& sample, bool trust);

}  // namespace ganzoo::experiment
