#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/linear_step.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// W [out, in] on rows of x.
class DenseProducts final : public Linear {
 public:
  explicit DenseProducts(DenseSizes size) : size_(size) {}
  Product* forward(Planner& planner, const float* x, const float* weight, const float* bias, Activation activation,
                   float* y) const override {
    return planner.dense_forward(size_, x, weight, bias, activation, y);
  }
  Product* input_gradient(Planner& planner, const float* delta, const float* weight, float* dx) const override {
    return planner.dense_input_gradient(size_, delta, weight, dx);
  }
  Product* weight_gradient(Planner& planner, const float* delta, const float* x, float* dw,
                           bool accumulate) const override {
    return planner.dense_weight_gradient(size_, delta, x, dw, accumulate);
  }

 private:
  DenseSizes size_;
};

class Dense final : public LinearLayer<Dense>, public Described {
 public:
  Dense(int out, const Init& weight, bool bias) : out_(out), weight_(weight), bias_(bias) {
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
  Operation operation() const override { return {operations::Dense{bias_}, activation_}; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    const DenseProducts products({use.batch, out_, in.shape.size()});
    return plan_linear(planner, use, in, out, products, bias_, activation_);
  }

 private:
  int out_;
  Init weight_;
  bool bias_;
};

}  // namespace

LayerPtr dense(int out, Init weight, bool bias) { return std::make_shared<Dense>(out, weight, bias); }

}  // namespace ganzoo::nn
