/// Networks of generators and discriminators by their names.
#pragma once

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/discriminator.hpp>
#include <ganzoo/train/generator.hpp>
#include <ganzoo/train/optimizer.hpp>

#include "components/make.hpp"

namespace network_scene {

using namespace ganzoo;
using nn::Network;

inline std::vector<std::string> names_of(const Network& network) {
  std::vector<std::string> names;
  for (const auto& e : network.parameters().entries()) names.push_back(e.name);
  return names;
}

/// Parameters of a tiny network, with the gradients of w ↦ Σ k·w²/2 over its entries k = 1, 2, ….
struct Bowl {
  Network network{"n", nn::dense(3), Shape{2}};
  Bowl() { network.parameters().initialise(1); }
  nn::Parameters& parameters() { return network.parameters(); }
  void differentiate() {
    const auto w = parameters().values(), g = parameters().gradients();
    for (std::size_t i = 0; i < w.size(); ++i) g[i] = static_cast<float>(i % 5 + 1) * w[i];
  }
  double height() {
    double sum = 0;
    for (const float w : parameters().values()) sum += static_cast<double>(w) * static_cast<double>(w);
    return sum;
  }
  std::vector<float> weights() { return {parameters().values().begin(), parameters().values().end()}; }
};

}  // namespace network_scene
