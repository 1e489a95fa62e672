#include <algorithm>
#include <ganzoo/nn/detail/attend.hpp>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/gain.hpp>
#include <ganzoo/nn/layers.hpp>

namespace ganzoo::nn {

LayerPtr attention(int channels, Init weight, bool spectral) {
  require(channels > 0, "attention.channels", channels, "positive");
  const int keys = std::max(1, channels / 8);
  const LayerPtr projections = conv2d(2 * keys + channels, {.kernel = 1, .weight = weight, .bias = false});
  return residual(sequential({spectral ? spectral_norm(projections) : projections, attend(keys), gain(0)}));
}

}  // namespace ganzoo::nn
