/// Networks to plan: every layer, and every layer of images.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <ganzoo/core/error.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/init.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/network.hpp>

#include "pair.hpp"
#include "support/catch.hpp"

namespace planning_scene {

using namespace ganzoo;
using namespace ganzoo::nn;
using test::distance;
using test::widened;

inline LayerPtr every_layer() {
  return sequential({flatten(), dropout(0.2), dense(64), leaky_relu(0.2), maxout(32, 3), batch_norm(), elu(), dense(48),
                     tanh(), dense(32), softplus(), dense(32), sigmoid(), scale_shift(1, 0), reshape(Shape{4, 8, 1})});
}

/// From 5×5×2 to 3×3×6.
inline LayerPtr every_image_layer() {
  const Conv same{.kernel = 3, .padding = 1}, strided{.kernel = 4, .stride = 2, .padding = 1};
  const LayerPtr body =
      sequential({batch_norm(), relu(), spectral_norm(conv2d(20, same)), softplus(), conv2d(20, same)});
  return sequential({reshape(Shape{5, 5, 2}),
                     conv_transpose2d(3, {.kernel = 4, .stride = 2, .padding = 1, .output_padding = 1}), tanh(),
                     conv_transpose2d(17, {.kernel = 2}), layer_norm(), upsample(),
                     residual(body, conv2d(20, {.kernel = 1})), group_norm(4), attention(20),
                     spectral_norm(conv2d(5, strided)), minibatch_stddev(), average_pool(2), sum_pool(2)});
}

inline std::string message_of(const auto& action) {
  try {
    action();
  } catch (const Error& e) {
    CHECK(e.code() == Exit::usage);
    return e.complaints().front().message;
  }
  return "no error";
}

}  // namespace planning_scene
