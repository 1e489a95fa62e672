/// Every layer that is linear in its input and in its weights, with an activation behind, and its step: dense layers,
/// convolutions, transposed convolutions. They differ in their weights and in their three products alone.
#pragma once

#include <ganzoo/nn/layer.hpp>
#include <ganzoo/nn/product.hpp>

namespace ganzoo::nn {

/// The products of a linear layer between memory of fixed place.
class Linear {
 public:
  virtual ~Linear() = default;
  /// y = φ(W x + b); `bias` may be null.
  virtual Product* forward(Planner&, const float* x, const float* weight, const float* bias, Activation,
                           float* y) const = 0;
  /// dx = Wᵀ δ
  virtual Product* input_gradient(Planner&, const float* delta, const float* weight, float* dx) const = 0;
  /// dW (+)= Σ δ xᵀ
  virtual Product* weight_gradient(Planner&, const float* delta, const float* x, float* dw, bool accumulate) const = 0;
};

/// Plans a layer whose parameters are "weight" and, where `bias`, "bias", one number for each channel of `out`.
std::unique_ptr<Step> plan_linear(Planner&, const Use&, const Port& in, const Port& out, const Linear&, bool bias,
                                  Activation);

/// The description of such a layer: its activation, none at first, is applied in the same pass.
template <class Own>
class LinearLayer : public Layer {
 public:
  bool curved() const override { return activation_.curved(); }
  bool linear_by_pieces() const override { return !activation_.curved(); }
  LayerPtr fused(const Activation& activation) const override {
    if (!activation_.is_identity()) return nullptr;
    auto own = std::make_shared<Own>(static_cast<const Own&>(*this));
    own->activation_ = activation;
    return own;
  }

 protected:
  Activation activation_;
};

}  // namespace ganzoo::nn
