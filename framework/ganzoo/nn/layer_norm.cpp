#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/group_norm_step.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

class LayerNorm final : public Layer, public Described {
 public:
  explicit LayerNorm(double epsilon) : epsilon_(epsilon) {
    require(epsilon > 0, "layer_norm.epsilon", epsilon, "positive");
  }

  std::string name() const override { return "layer_norm"; }
  Shape output(const Shape& in) const override {
    require(in.size() > 1, "layer_norm.input", in.size(), "at least 2 numbers: less their own mean, one is nothing");
    return in;
  }
  void declare(Parameters& parameters, const Shape& in) const override {
    parameters.add("scale", {in.dims.back()}, {.law = Init::Law::constant, .scale = 1});
    parameters.add("shift", {in.dims.back()}, {});
  }
  bool curved() const override { return true; }
  Operation operation() const override { return {operations::LayerNorm{epsilon_}}; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return plan_group_norm(planner, use, in, out, 1, epsilon_);
  }

 private:
  double epsilon_;
};

}  // namespace

LayerPtr layer_norm(double epsilon) { return std::make_shared<LayerNorm>(epsilon); }

}  // namespace ganzoo::nn
