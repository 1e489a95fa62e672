/// Images and convolutions beside their references.
#pragma once

#include <ganzoo/nn/network.hpp>

#include "bfloat16.hpp"
#include "pair.hpp"

namespace image_scene {

using namespace ganzoo;
using namespace ganzoo::nn;
using namespace ganzoo::nn::test;

inline constexpr int shapes = 200;
inline constexpr double tolerance = 2e-5;

/// Numbers of one trial.
struct Draw {
  Rng rng;
  std::uint64_t next = 0;

  explicit Draw(int trial) : rng(static_cast<std::uint64_t>(trial), Purpose::other, 78) {}
  int between(int low, int high) { return low + static_cast<int>(rng.below(next++, wide(high - low + 1))); }
};

/// A random window on a random image, with channels on both sides of what a vector holds.
struct Case {
  int batch;
  reference::Window window;
  Conv conv;
  Activation activation;

  explicit Case(int trial, bool transposed) {
    Draw draw(trial);
    const bool large = trial % 8 == 0;
    batch = draw.between(1, large ? 5 : 3);
    window = {.height = wide(draw.between(transposed ? 2 : 4, 7)),
              .width = wide(draw.between(transposed ? 2 : 4, 7)),
              .in = wide(draw.between(1, large ? 34 : 5)),
              .out = wide(draw.between(1, large ? 34 : 5)),
              .kernel = wide(draw.between(1, 4)),
              .stride = wide(draw.between(1, 3)),
              .padding = 0,
              .bias = draw.between(0, 3) > 0};
    window.padding = wide(draw.between(0, static_cast<int>(window.kernel - 1) / 2));
    if (transposed) window.output_padding = wide(draw.between(0, static_cast<int>(window.stride) - 1));
    // 1/√(numbers under the window): sums of order one, so that a rectifier's kink is met as rarely as it can be.
    const double scale = 1 / std::sqrt(static_cast<double>(window.kernel * window.kernel * window.in));
    conv = {.kernel = static_cast<int>(window.kernel),
            .stride = static_cast<int>(window.stride),
            .padding = static_cast<int>(window.padding),
            .output_padding = static_cast<int>(window.output_padding),
            .weight = {.law = Init::Law::normal, .scale = scale},
            .bias = window.bias};
    constexpr Activation activations[]{{Activation::Kind::identity, 0},
                                       {Activation::Kind::leaky_relu, 0.2f},
                                       {Activation::Kind::tanh, 0},
                                       {Activation::Kind::relu, 0}};
    activation = activations[trial % 4];
  }
  Shape shape() const {
    return {static_cast<std::int64_t>(window.height), static_cast<std::int64_t>(window.width),
            static_cast<std::int64_t>(window.in)};
  }
  LayerPtr fused(LayerPtr layer) const {
    return sequential({std::move(layer), nn::activation(name_of(activation.kind), 0.2)});
  }
};

}  // namespace image_scene
