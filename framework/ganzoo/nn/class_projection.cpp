#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/class_step.hpp>
#include <ganzoo/nn/layers.hpp>

namespace ganzoo::nn {
namespace {

/// y = ⟨V_c, x⟩
class ProjectionStep final : public ClassStep {
 public:
  ProjectionStep(const Planner& planner, const Use& use, const Port& in, const Port& out)
      : ClassStep(planner, use, in, out),
        columns_(in.shape.size()),
        weight_(planner.value("weight")),
        gradient_(planner.gradient("weight")) {}

  void forward() override { project(in_.value, out_.value); }
  void backward() override {
    if (use_.weight_gradient) {
      clear(gradient_);
      add(out_.gradient, in_.value);
    }
    backward_input();
  }
  void backward_input() override { spread(out_.gradient, in_.gradient); }
  void tangent() override { project(in_.tangent, out_.tangent); }
  /// S = Σ δ·⟨V_c, ẋ⟩
  void tangent_backward() override {
    add(out_.gradient, in_.tangent);
    if (nothing_owed()) return;
    add(out_.owed, in_.value);
    spread(out_.owed, in_.owed);
  }

 private:
  void project(const float* x, float* y) const {
    for (std::int64_t i = 0; i < use_.batch; ++i) {
      const float *v = row(weight_, columns_, label(i)), *of = x + i * columns_;
      double sum = 0;
      for (std::int64_t j = 0; j < columns_; ++j) sum += double{v[j]} * double{of[j]};
      y[i] = static_cast<float>(sum);
    }
  }
  void add(const float* g, const float* x) {
    for (std::int64_t i = 0; i < use_.batch; ++i) {
      float* own = row(gradient_, columns_, label(i));
      for (std::int64_t j = 0; j < columns_; ++j) own[j] += g[i] * x[i * columns_ + j];
    }
  }
  void spread(const float* g, float* to) const {
    if (!to) return;
    for (std::int64_t i = 0; i < use_.batch; ++i) {
      const float* v = row(weight_, columns_, label(i));
      for (std::int64_t j = 0; j < columns_; ++j) to[i * columns_ + j] = g[i] * v[j];
    }
  }

  std::int64_t columns_;
  std::span<float> weight_, gradient_;
};

class ClassProjection final : public Layer {
 public:
  ClassProjection(int classes, const Init& weight) : classes_(classes), weight_(weight) {
    require(classes > 1, "class_projection.classes", classes, "at least 2");
  }

  std::string name() const override { return "class_projection"; }
  int classes() const override { return classes_; }
  Shape output(const Shape& in) const override {
    require_flat("class_projection", in);
    return {1};
  }
  void declare(Parameters& parameters, const Shape& in) const override {
    Init init = weight_;
    init.fan_in = in.size();
    init.fan_out = 1;
    parameters.add("weight", {classes_, in.size()}, init);
  }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<ProjectionStep>(planner, use, in, out);
  }

 private:
  int classes_;
  Init weight_;
};

}  // namespace

LayerPtr class_projection(int classes, Init weight) { return std::make_shared<ClassProjection>(classes, weight); }

}  // namespace ganzoo::nn
