/// What a layer plans with: memory, products and its own parameters. It lives while a plan is made.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/core/tensor.hpp>
#include <ganzoo/nn/activation.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/layer.hpp>
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
  std::vector<Label> labels;  ///< where they are not wired
  bool meets = false;         ///< a step waits for the other members of the team
};

class GANZOO_API Planner {
 public:
  /// Weight gradients go to `gradients`, laid out as the parameters' own.
  Planner(Engine& engine, Parameters& parameters, float* gradients, PlanMemory& memory);
  Planner(Engine& engine, Parameters& parameters, PlanMemory& memory)
      : Planner(engine, parameters, parameters.gradients().data(), memory) {}

  Engine& engine() { return engine_; }
  /// For a step that meets the other members while it runs.
  Team& team() {
    memory_.meets = true;
    return engine_.team();
  }
  Precision precision() const { return engine_.precision(); }

  /// Zeroed memory, aligned to 64 bytes, that lives as long as the plan.
  float* floats(std::int64_t count);

  /// [batch], of the samples at hand when a pass runs; null where the plan has none.
  const Label* labels() const { return labels_; }
  void use_labels(const Label* labels) { labels_ = labels; }

  /// The scope of the layer being planned: the same calls, in the same order, as when it declared.
  void enter(const std::string& scope);
  void leave();
  /// By the name the layer declared; throws std::logic_error where it did not.
  std::span<float> value(const std::string& name) const;
  std::span<float> gradient(const std::string& name) const;
  std::span<float> statistic(const std::string& name) const;
  /// From here on a parameter's value and gradient lie elsewhere than the layer declared (a normalised weight).
  void substitute(const std::string& name, std::span<float> value, std::span<float> gradient);

  /// Where products want these numbers rounded to bfloat16: the place of a copy that the layer itself keeps up to date,
  /// once for all products of them that are planned from here on. Null otherwise.
  std::uint16_t* rounded_copy(const float* numbers, std::int64_t count);

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
  struct Copy {
    std::uint16_t* halves = nullptr;
    bool current = false;  ///< someone else fills it
  };

  std::string scoped(const std::string& name) const;
  Copy& copy_of(const float* numbers, std::int64_t count);
  /// a·b in bfloat16, where this engine and oneDNN have it fast; null otherwise.
  Product* half_product(const Factor& a, const Factor& b, const float* bias, Activation, float* c, bool accumulate);
  /// c = a·b, or c += a·b: in bfloat16 where half_product() has it, in float otherwise.
  Product* product(const Factor& a, const Factor& b, float* c, bool accumulate);
  Copy conv_copy(const ConvSizes&, const float* numbers, std::int64_t count);
  Product* keep(std::unique_ptr<Product> product);
  /// Keeps a product that has its operand rounded, for those that come later.
  Product* keep_rounding(std::unique_ptr<Product> product, const float* numbers);

  Engine& engine_;
  Parameters& parameters_;
  float* gradients_;
  PlanMemory& memory_;
  const Label* labels_ = nullptr;
  std::vector<std::string> scopes_;
  struct Substitute {
    std::span<float> value, gradient;
  };
  std::map<std::string, Substitute> substitutes_;
  std::map<const float*, Copy> copies_;
};

}  // namespace ganzoo::nn
