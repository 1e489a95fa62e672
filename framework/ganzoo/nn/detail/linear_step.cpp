#include <algorithm>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/detail/linear_step.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// a = W x + b, y = φ(a), in fixed memory.
class LinearStep final : public Step {
 public:
  LinearStep(Planner& planner, const Use& use, const Port& in, const Port& out, const Linear& linear, bool bias,
             Activation activation)
      : use_(use),
        in_(in),
        out_(out),
        activation_(activation),
        columns_(out.shape.dims.back()),
        rows_(use.batch * out.shape.size() / columns_) {
    const float* weight = planner.value("weight").data();
    const float* shift = bias ? planner.value("bias").data() : nullptr;
    float* weight_gradient = planner.gradient("weight").data();
    if (bias) bias_gradient_ = planner.gradient("bias").data();
    if (out.gradient) rounded_ = planner.rounded_copy(out.gradient, rows_ * columns_);
    forward_ = linear.forward(planner, in.value, weight, shift, activation, out.value);
    if (in.gradient) input_ = linear.input_gradient(planner, out.gradient, weight, in.gradient);
    if (use.weight_gradient) {
      weight_ = linear.weight_gradient(planner, out.gradient, in.value, weight_gradient, use.accumulate);
    }
    if (use.tangent) plan_tangent(planner, linear, weight, weight_gradient);
  }

  void forward() override { forward_->run(); }

  void backward() override {
    before_activation(use_.weight_gradient ? bias_gradient_ : nullptr);
    if (weight_) weight_->run();
    if (input_) input_->run();
  }

  void backward_input() override {
    before_activation(nullptr);
    if (input_) input_->run();
  }

  void tangent() override {
    tangent_->run();
    if (activation_.is_identity()) return;
    kernels::table().activate_backward(activation_, out_.value, before_, out_.tangent, rows_, columns_, nullptr, false);
  }

  void tangent_backward() override {
    tangent_weight_->run();
    if (!owing_) {
      if (in_.owed) std::fill_n(in_.owed, use_.batch * in_.shape.size(), 0.f);
      return;
    }
    kernels::table().activate_owed(activation_, out_.value, activation_.curved() ? before_ : nullptr, out_.gradient,
                                   out_.owed, owing_, rows_, columns_, bias_gradient_);
    owed_weight_->run();
    if (owed_input_) owed_input_->run();
  }

  // Σ δᵀ(w·x + ẋ): the scores' gradient is the penalty's δ times a number a sample.
  void weighted_backward(const float* row_weights) override {
    kernels::table().add_weighted_rows(in_.value, row_weights, use_.batch, in_.shape.size(), in_.tangent);
    if (rounded_tangent_) kernels::table().to_halves(in_.tangent, rounded_tangent_, use_.batch * in_.shape.size());
    tangent_weight_->run();
    if (!bias_gradient_) return;
    kernels::table().sum_weighted_columns(out_.gradient, row_weights, rows_, columns_, rows_ / use_.batch,
                                          bias_gradient_);
  }

 private:
  void plan_tangent(Planner& planner, const Linear& linear, const float* weight, float* weight_gradient) {
    // A curved activation's reverse needs the tangent before it, so that one has memory of its own.
    before_ = activation_.curved() ? planner.floats(rows_ * columns_) : out_.tangent;
    tangent_ = linear.forward(planner, in_.tangent, weight, nullptr, {}, before_);
    tangent_weight_ = linear.weight_gradient(planner, out_.gradient, in_.tangent, weight_gradient, true);
    rounded_tangent_ = planner.rounded_copy(in_.tangent, use_.batch * in_.shape.size());
    if (!activation_.curved() && !out_.owed) return;
    owing_ = planner.floats(rows_ * columns_);
    if (!bias_gradient_) bias_gradient_ = planner.floats(columns_);
    owed_weight_ = linear.weight_gradient(planner, owing_, in_.value, weight_gradient, true);
    if (in_.owed) owed_input_ = linear.input_gradient(planner, owing_, weight, in_.owed);
  }

  /// Output gradient → δ, in place, and the bias gradient in the same pass.
  void before_activation(float* bias_gradient) {
    float* g = out_.gradient;
    if (!activation_.is_identity()) {
      kernels::table().activate_backward(activation_, out_.value, g, g, rows_, columns_, bias_gradient,
                                         use_.accumulate);
    } else if (bias_gradient) {
      kernels::table().sum_columns(g, rows_, columns_, bias_gradient, use_.accumulate);
    }
    if (rounded_) kernels::table().to_halves(g, rounded_, rows_ * columns_);
  }

  Use use_;
  Port in_, out_;
  Activation activation_;
  std::int64_t columns_, rows_;
  std::uint16_t *rounded_ = nullptr, *rounded_tangent_ = nullptr;  ///< δ and ẋ for products in bfloat16
  float *bias_gradient_ = nullptr, *before_ = nullptr, *owing_ = nullptr;
  Product *forward_ = nullptr, *input_ = nullptr, *weight_ = nullptr, *tangent_ = nullptr, *tangent_weight_ = nullptr,
          *owed_weight_ = nullptr, *owed_input_ = nullptr;
};

}  // namespace

std::unique_ptr<Step> plan_linear(Planner& planner, const Use& use, const Port& in, const Port& out,
                                  const Linear& linear, bool bias, Activation activation) {
  return std::make_unique<LinearStep>(planner, use, in, out, linear, bias, activation);
}

}  // namespace ganzoo::nn
