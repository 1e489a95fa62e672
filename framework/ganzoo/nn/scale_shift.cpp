#include <algorithm>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {
namespace {

/// y = shift + scale ⊙ x.
class ScaleShiftStep final : public Step {
 public:
  ScaleShiftStep(Planner& planner, const Use& use, const Port& in, const Port& out)
      : in_(in), out_(out), use_(use), rows_(use.batch), columns_(in.shape.size()) {
    scale_ = planner.value("scale");
    shift_ = planner.value("shift");
    scale_gradient_ = planner.gradient("scale");
    shift_gradient_ = planner.gradient("shift");
    sums_.resize(scale_.size());
    dots_.resize(scale_.size());
  }

  void forward() override {
    kernels::table().affine(in_.value, rows_, columns_, scale_.data(), shift_.data(), out_.value);
  }
  void backward() override {
    if (use_.weight_gradient) add_gradients(out_.gradient, in_.value, use_.accumulate, true);
    backward_input();
  }
  void backward_input() override { pass(out_.gradient, in_.gradient); }
  void tangent() override { pass(in_.tangent, out_.tangent); }
  void tangent_backward() override {
    add_gradients(out_.gradient, in_.tangent, true, false);
    if (out_.owed) {
      add_gradients(out_.owed, in_.value, true, true);
      pass(out_.owed, in_.owed);
    } else if (in_.owed) {
      std::fill_n(in_.owed, rows_ * columns_, 0.f);
    }
  }

 private:
  void pass(const float* from, float* to) {
    if (to) kernels::table().affine(from, rows_, columns_, scale_.data(), nullptr, to);
  }
  /// scale' (+)= Σ g ⊙ x and, where asked, shift' (+)= Σ g.
  void add_gradients(const float* g, const float* x, bool accumulate, bool shift) {
    kernels::table().column_dots(g, x, rows_, columns_, sums_.data(), dots_.data());
    for (std::size_t j = 0; j < dots_.size(); ++j) {
      scale_gradient_[j] = static_cast<float>(dots_[j] + (accumulate ? static_cast<double>(scale_gradient_[j]) : 0));
      if (!shift) continue;
      shift_gradient_[j] = static_cast<float>(sums_[j] + (accumulate ? static_cast<double>(shift_gradient_[j]) : 0));
    }
  }

  Port in_, out_;
  Use use_;
  std::int64_t rows_, columns_;
  std::span<float> scale_, shift_, scale_gradient_, shift_gradient_;
  std::vector<double> sums_, dots_;
};

class ScaleShift final : public Layer, public Described {
 public:
  ScaleShift(double scale, double shift) : initial_scale_(scale), initial_shift_(shift) {}

  std::string name() const override { return "scale_shift"; }
  Shape output(const Shape& in) const override { return in; }
  void declare(Parameters& parameters, const Shape& in) const override {
    parameters.add("scale", {in.size()}, {.law = Init::Law::constant, .scale = initial_scale_});
    parameters.add("shift", {in.size()}, {.law = Init::Law::constant, .scale = initial_shift_});
  }
  Operation operation() const override { return {operations::ScaleShift{}}; }
  std::unique_ptr<Step> plan(Planner& planner, const Use& use, const Port& in, const Port& out) const override {
    return std::make_unique<ScaleShiftStep>(planner, use, in, out);
  }

 private:
  double initial_scale_, initial_shift_;
};

}  // namespace

LayerPtr scale_shift(double scale, double shift) { return std::make_shared<ScaleShift>(scale, shift); }

}  // namespace ganzoo::nn
