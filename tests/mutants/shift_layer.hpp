/// A layer of an author's own, y = x + b, and networks that use it: its mutants spoil how b learns.
#pragma once

#include <algorithm>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/planner.hpp>

namespace {

namespace nn = ganzoo::nn;

/// The bias's gradient comes out `factor` times as large; 1 is right.
class ShiftStep final : public nn::Step {
 public:
  ShiftStep(nn::Planner& planner, const nn::Use& use, const nn::Port& in, const nn::Port& out, double factor)
      : in_(in),
        out_(out),
        rows_(use.batch),
        columns_(in.shape.size()),
        accumulate_(use.accumulate),
        factor_(factor),
        bias_(planner.value("bias")) {
    if (use.weight_gradient) gradient_ = planner.gradient("bias");
  }
  void forward() override {
    for (std::int64_t k = 0; k < rows_ * columns_; ++k) out_.value[k] = in_.value[k] + bias_[column(k)];
  }
  void backward() override {
    if (!accumulate_) std::ranges::fill(gradient_, 0.0F);
    for (std::int64_t k = 0; !gradient_.empty() && k < rows_ * columns_; ++k)
      gradient_[column(k)] += static_cast<float>(factor_ * out_.gradient[k]);
    backward_input();
  }
  void backward_input() override {
    if (in_.gradient) std::copy_n(out_.gradient, rows_ * columns_, in_.gradient);
  }
  void tangent() override { std::copy_n(in_.tangent, rows_ * columns_, out_.tangent); }
  void tangent_backward() override {
    if (in_.owed && out_.owed) std::copy_n(out_.owed, rows_ * columns_, in_.owed);
  }

 private:
  std::size_t column(std::int64_t k) const { return static_cast<std::size_t>(k % columns_); }

  nn::Port in_, out_;
  std::int64_t rows_, columns_;
  bool accumulate_;
  double factor_;
  std::span<float> bias_, gradient_;
};

class Shift final : public nn::Layer {
 public:
  explicit Shift(double factor) : factor_(factor) {}
  std::string name() const override { return "shift"; }
  ganzoo::Shape output(const ganzoo::Shape& in) const override { return in; }
  void declare(nn::Parameters& p, const ganzoo::Shape& in) const override { p.add("bias", {in.size()}, {}); }
  std::unique_ptr<nn::Step> plan(nn::Planner& planner, const nn::Use& use, const nn::Port& in,
                                 const nn::Port& out) const override {
    return std::make_unique<ShiftStep>(planner, use, in, out, factor_);
  }

 private:
  double factor_;
};

inline nn::LayerPtr shifted_generator(const ganzoo::Shape& sample, double factor) {
  return nn::sequential({nn::dense(16), std::make_shared<Shift>(factor), nn::relu(),
                         nn::dense(static_cast<int>(sample.size())), nn::reshape(sample)});
}

}  // namespace
