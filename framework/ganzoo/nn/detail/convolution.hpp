/// Convolutions by oneDNN's primitives, or over patches where oneDNN is slow.
#pragma once

#include <ganzoo/nn/detail/onednn.hpp>
#include <ganzoo/nn/product.hpp>
#include <memory>

namespace ganzoo::nn::onednn {

/// Where the operand of a product lies rounded to bfloat16; null: the product is one of floats.
struct Halves {
  std::uint16_t* memory = nullptr;
  bool fill = false;  ///< the product rounds it itself; otherwise it is there
};

/// y = φ(W ∗ x + b); `bias` may be null.
std::unique_ptr<Product> conv_forward(Engine::Impl&, const ConvSizes&, const float* x, Halves rounded_x,
                                      const float* weight, const float* bias, Activation, float* y);
/// x = φ(Wᵀ ∗ y + b); `bias` may be null.
std::unique_ptr<Product> conv_transpose(Engine::Impl&, const ConvSizes&, const float* y, Halves rounded_y,
                                        const float* weight, const float* bias, Activation, float* x);
/// dW (+)= Σ δ xᵀ
std::unique_ptr<Product> conv_weight_gradient(Engine::Impl&, const ConvSizes&, const float* delta, Halves rounded_delta,
                                              const float* x, Halves rounded_x, float* dw, bool accumulate);

/// True where products in bfloat16 are the faster ones: with few channels the rounding costs more than it saves.
bool worth_rounding(const ConvSizes&);

}  // namespace ganzoo::nn::onednn
