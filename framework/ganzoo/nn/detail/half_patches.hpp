/// Convolutions in bfloat16 as matrix products over unfolded windows: the weight gradient, and deep windows forward,
/// where oneDNN's own primitives are slower.
#pragma once

#include <ganzoo/nn/detail/convolution.hpp>

namespace ganzoo::nn::onednn {

/// floats → halves
struct Rounding {
  const float* floats;
  std::uint16_t* halves;
  std::int64_t n;

  void run() const;
};

/// y = φ(W ∗ x + b); `bias` may be null.
std::unique_ptr<Product> half_patches_forward(Engine::Impl&, const ConvSizes&, const float* x, Halves rounded_x,
                                              const float* weight, const float* bias, Activation, float* y);
/// dW (+)= Σ δ xᵀ
std::unique_ptr<Product> half_patches_weight_gradient(Engine::Impl&, const ConvSizes&, const float* delta,
                                                      Halves rounded_delta, const float* x, Halves rounded_x, float* dw,
                                                      bool accumulate);

}  // namespace ganzoo::nn::onednn
