/// Convolutions by oneDNN's primitives, or over patches where oneDNN is slow.
#pragma once

#include <ganzoo/nn/detail/onednn.hpp>
#include <ganzoo/nn/product.hpp>
#include <memory>

namespace ganzoo::nn::onednn {

/// y = φ(W ∗ x + b); `bias` may be null.
std::unique_ptr<Product> conv_forward(Engine::Impl&, const ConvSizes&, const float* x, const float* weight,
                                      const float* bias, Activation, float* y);
/// x = φ(Wᵀ ∗ y + b); `bias` may be null.
std::unique_ptr<Product> conv_transpose(Engine::Impl&, const ConvSizes&, const float* y, const float* weight,
                                        const float* bias, Activation, float* x);

}  // namespace ganzoo::nn::onednn
