/// What a layer plans with: memory, products and its own parameters. It lives while a plan is made.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/nn/activation.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/parameters.hpp>
#include <ganzoo/nn/product.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ganzoo::nn {

/// What a plan owns: buffers, products and the scratch memory that its products share.
struct PlanMemory {
  std::vector<Buffer> buffers;
  std::vector<std::unique_ptr<Product>> products;
};

class GANZOO_API Planner {
 public:
  Planner(Engine& engine, Parameters& parameters, PlanMemory& memory);

  Engine& engine() { return engine_; }
  Precision precision() const { return engine_.precision(); }

  /// Zeroed memory, aligned to 64 bytes, that lives as long as the plan.
  float* floats(std::int64_t count);

  /// The scope of the layer being planned: the same calls, in the same order, as when it declared.
  void enter(const std::string& scope);
  void leave();
  /// By the name the layer declared; throws std::logic_error where it did not.
  std::span<float> value(const std::string& name) const;
  std::span<float> gradient(const std::string& name) const;
  std::span<float> statistic(const std::string& name) const;
  /// From here on a parameter's value and gradient lie elsewhere than the layer declared (a normalised weight).
  void substitute(const std::string& name, std::span<float> value, std::span<float> gradient);

  /// y = φ(x Wᵀ + b); `bias` may be null.
  Product* dense_forward(DenseSizes, const float* x, const float* weight, const float* bias, Activation, float* y);
  /// dx = δ W
  Product* dense_input_gradient(DenseSizes, const float* delta, const float* weight, float* dx);
  /// dW = δᵀ x, or dW += δᵀ x.
  Product* dense_weight_gradient(DenseSizes, const float* delta, const float* x, float* dw, bool accumulate);

  /// y = φ(W ∗ x + b); `bias` may be null.
  Product* conv_forward(const ConvSizes&, const float* x, const float* weight, const float* bias, Activation, float* y);
  /// x = φ(Wᵀ ∗ y + b), the transpose: a convolution's input gradient, and what a transposed convolution computes.
  Product* conv_transpose(const ConvSizes&, const float* y, const float* weight, const float* bias, Activation,
                          float* x);
  /// dW (+)= Σ δ xᵀ over batch and pixels, δ shaped as y.
  Product* conv_weight_gradient(const ConvSizes&, const float* delta, const float* x, float* dw, bool accumulate);

  /// Takes the scratch memory that the products made so far need. Once, at the end.
  void finish();

 private:
  std::string scoped(const std::string& name) const;
  Product* keep(std::unique_ptr<Product> product);

  Engine& engine_;
  Parameters& parameters_;
  PlanMemory& memory_;
  std::vector<std::string> scopes_;
  struct Substitute {
    std::span<float> value, gradient;
  };
  std::map<std::string, Substitute> substitutes_;
};

}  // namespace ganzoo::nn
