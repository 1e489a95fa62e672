#include <algorithm>
#include <ganzoo/nn/detail/check.hpp>
#include <ganzoo/nn/detail/class_step.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/operation.hpp>
#include <vector>

namespace ganzoo::nn {
namespace {

/// y = scale_c ⊙ x + shift_c at each pixel.
class ClassScaleShiftStep final : public ClassStep {
 public:
  ClassScaleShiftStep(const Planner& planner, const Use& use, const Port& in, const Port& out)
      : ClassStep(planner, use, in, out),
        channels_(in.shape.dims.back()),
        pixels_(in.shape.size() / channels_),
        scale_(planner.value("scale")),
        shift_(planner.value("shift")),
        scale_gradient_(planner.gradient("scale")),
        shift_gradient_(planner.gradient("shift")),
        dot_(static_cast<std::size_t>(channels_)),
        sum_(static_cast<std::size_t>(channels_)) {}

  void forward() override { scaled(in_.value, out_.value, true); }
  void backward() override {
    if (use_.weight_gradient) {
      clear(scale_gradient_);
      clear(shift_gradient_);
      add(out_.gradient, in_.value, true);
    }
    backward_input();
  }
  void backward_input() override { scaled(out_.gradient, in_.gradient, false); }
  void tangent() override { scaled(in_.tangent, out_.tangent, false); }
  /// S = Σ δ·scale_c·ẋ
  void tangent_backward() override {
    add(out_.gradient, in_.tangent, false);
    if (nothing_owed()) return;
    add(out_.owed, in_.value, true);
    scaled(out_.owed, in_.owed, false);
  }

 private:
  std::int64_t first(std::int64_t sample) const { return sample * pixels_ * channels_; }

  void scaled(const float* from, float* to, bool shifted) const {
    if (!to) return;
    for (std::int64_t i = 0; i < use_.batch; ++i) {
      const float *scale = row(scale_, channels_, label(i)), *shift = row(shift_, channels_, label(i));
      for (std::int64_t at = first(i); at < first(i + 1); at += channels_)
        for (std::int64_t c = 0; c < channels_; ++c) to[at + c] = scale[c] * from[at + c] + (shifted ? shift[c] : 0.F);
    }
  }

  /// ∂/∂scale += Σ g·x, and ∂/∂shift += Σ g where asked: in double over each sample's pixels.
  void add(const float* g, const float* x, bool to_shift) {
    for (std::int64_t i = 0; i < use_.batch; ++i) {
      sum_up(g + first(i), x + first(i));
      float* scale = row(scale_gradient_, channels_, label(i));
      for (std::size_t c = 0; c < dot_.size(); ++c) scale[c] += static_cast<float>(dot_[c]);
      if (!to_shift) continue;
      float* shift = row(shift_gradient_, channels_, label(i));
      for (std::size_t c = 0; c < sum_.size(); ++c) shift[c] += static_cast<float>(sum_[c]);
    }
  }
  void sum_up(const float* g, const float* x) {
    std::ranges::fill(dot_, 0.0);
    std::ranges::fill(sum_, 0.0);
    for (std::int64_t p = 0; p < pixels_; ++p, g += channels_, x += channels_)
      for (std::size_t c = 0; c < dot_.size(); ++c) {
        dot_[c] += double{g[c]} * double{x[c]};
        sum_[c] += double{g[c]};
      }
  }

  std::int64_t channels_, pixels_;
  std::span<float> scale_, shift_, scale_gradient_, shift_gradient_;
  std::vector<double> dot_, sum_;
};

class ClassScaleShift final : public Layer, public Described {
 public:
  explicit ClassScaleShift(int classes) : classes_(classes) {
    require(classes > 1, "class_scale_shift.classes", classes, "at least 2");
  }

  std::string name() const override { return "class_scale_shift"; }
  int classes() const override { return classes_; }
  Shape output(const Shape& in) const override { return in; }
  void declare(Parameters& parameters, const Shape& in) const override {
    parameters.add("scale", {classes_, in.dims.back()}, {.law = Init::Law::constant, .scale = 1});
    parameters.add("shift", {classes_, in.dims.back()}, {});
  }
  Operation operation() const override { return {operations::ClassScaleShift{}}; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<ClassScaleShiftStep>(planner, use, in, out);
  }

 private:
  int classes_;
};

}  // namespace

LayerPtr class_scale_shift(int classes) { return std::make_shared<ClassScaleShift>(classes); }

}  // namespace ganzoo::nn
