#include <algorithm>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// a = x Wᵀ + b, y = φ(a), in fixed memory.
class DenseStep final : public Step {
 public:
  DenseStep(Planner& planner, const Use& use, const Port& in, const Port& out, bool bias, Activation activation)
      : size_{use.batch, out.shape.size(), in.shape.size()}, use_(use), in_(in), out_(out), activation_(activation) {
    const float* weight = planner.value("weight").data();
    const float* shift = bias ? planner.value("bias").data() : nullptr;
    float* weight_gradient = planner.gradient("weight").data();
    if (bias) bias_gradient_ = planner.gradient("bias").data();
    forward_ = planner.dense_forward(size_, in.value, weight, shift, activation, out.value);
    if (in.gradient) input_ = planner.dense_input_gradient(size_, out.gradient, weight, in.gradient);
    if (use.weight_gradient) {
      weight_ = planner.dense_weight_gradient(size_, out.gradient, in.value, weight_gradient, use.accumulate);
    }
    if (use.tangent) plan_tangent(planner, weight, weight_gradient);
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
    kernels::table().activate_backward(activation_, out_.value, before_, out_.tangent, size_.batch, size_.out, nullptr,
                                       false);
  }

  void tangent_backward() override {
    tangent_weight_->run();
    if (!owing_) {
      if (in_.owed) std::fill_n(in_.owed, size_.batch * size_.in, 0.f);
      return;
    }
    kernels::table().activate_owed(activation_, out_.value, activation_.curved() ? before_ : nullptr, out_.gradient,
                                   out_.owed, owing_, size_.batch, size_.out, bias_gradient_);
    owed_weight_->run();
    if (owed_input_) owed_input_->run();
  }

 private:
  void plan_tangent(Planner& planner, const float* weight, float* weight_gradient) {
    // A curved activation's reverse needs the tangent before it, so that one has memory of its own.
    before_ = activation_.curved() ? planner.floats(size_.batch * size_.out) : out_.tangent;
    tangent_ = planner.dense_forward(size_, in_.tangent, weight, nullptr, {}, before_);
    tangent_weight_ = planner.dense_weight_gradient(size_, out_.gradient, in_.tangent, weight_gradient, true);
    if (!activation_.curved() && !out_.owed) return;
    owing_ = planner.floats(size_.batch * size_.out);
    if (!bias_gradient_) bias_gradient_ = planner.floats(size_.out);
    owed_weight_ = planner.dense_weight_gradient(size_, owing_, in_.value, weight_gradient, true);
    if (in_.owed) owed_input_ = planner.dense_input_gradient(size_, owing_, weight, in_.owed);
  }

  /// Output gradient → δ, in place, and the bias gradient in the same pass.
  void before_activation(float* bias_gradient) {
    float* g = out_.gradient;
    if (!activation_.is_identity()) {
      kernels::table().activate_backward(activation_, out_.value, g, g, size_.batch, size_.out, bias_gradient,
                                         use_.accumulate);
    } else if (bias_gradient) {
      kernels::table().sum_columns(g, size_.batch, size_.out, bias_gradient, use_.accumulate);
    }
  }

  DenseSizes size_;
  Use use_;
  Port in_, out_;
  Activation activation_;
  float *bias_gradient_ = nullptr, *before_ = nullptr, *owing_ = nullptr;
  Product *forward_ = nullptr, *input_ = nullptr, *weight_ = nullptr, *tangent_ = nullptr, *tangent_weight_ = nullptr,
          *owed_weight_ = nullptr, *owed_input_ = nullptr;
};

class Dense final : public Layer {
 public:
  Dense(int out, const Init& weight, bool bias, Activation activation)
      : out_(out), weight_(weight), bias_(bias), activation_(activation) {
    require(out > 0, "dense.out", out, "positive");
  }

  std::string name() const override { return "dense"; }
  Shape output(const Shape& in) const override {
    require_flat("dense", in);
    return {out_};
  }
  void declare(Parameters& parameters, const Shape& in) const override {
    Init init = weight_;
    init.fan_in = in.size();
    init.fan_out = out_;
    parameters.add("weight", {out_, in.size()}, init);
    if (bias_) parameters.add("bias", {out_}, {});
  }
  bool curved() const override { return activation_.curved(); }
  LayerPtr fused(const Activation& activation) const override {
    if (!activation_.is_identity()) return nullptr;
    return std::make_shared<Dense>(out_, weight_, bias_, activation);
  }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<DenseStep>(planner, use, in, out, bias_, activation_);
  }

 private:
  int out_;
  Init weight_;
  bool bias_;
  Activation activation_;
};

}  // namespace

LayerPtr dense(int out, Init weight, bool bias) { return std::make_shared<Dense>(out, weight, bias, Activation{}); }

}  // namespace ganzoo::nn
