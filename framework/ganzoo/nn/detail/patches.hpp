/// Convolutions as matrix products over unfolded windows (im2col), a cache's worth at a time: for the weight gradient,
/// where this is the fastest, and for what oneDNN has no fast primitive for.
#pragma once

#include <ganzoo/nn/activation.hpp>
#include <ganzoo/nn/product.hpp>
#include <memory>

namespace ganzoo::nn::patches {

/// y = φ(W ∗ x + b); `bias` may be null.
std::unique_ptr<Product> conv_forward(const ConvSizes&, const float* x, const float* weight, const float* bias,
                                      Activation, float* y);
/// x = φ(Wᵀ ∗ y + b); `bias` may be null.
std::unique_ptr<Product> conv_transpose(const ConvSizes&, const float* y, const float* weight, const float* bias,
                                        Activation, float* x);
/// dW (+)= Σ δ xᵀ
std::unique_ptr<Product> conv_weight_gradient(const ConvSizes&, const float* delta, const float* x, float* dw,
                                              bool accumulate);

}  // namespace ganzoo::nn::patches
