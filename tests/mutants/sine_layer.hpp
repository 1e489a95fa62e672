/// A layer of an author's own, y = sin x, and a critic that uses it: its mutants spoil the reverse of the tangent.
#pragma once

#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/planner.hpp>

namespace {

namespace nn = ganzoo::nn;

/// What its tangent owes the input comes out `factor` times as large; 1 is right.
class SineStep final : public nn::Step {
 public:
  SineStep(const nn::Use& use, const nn::Port& in, const nn::Port& out, double factor)
      : count_(use.batch * in.shape.size()), in_(in), out_(out), factor_(factor) {}
  void forward() override {
    for (std::int64_t k = 0; k < count_; ++k) out_.value[k] = std::sin(in_.value[k]);
  }
  void backward() override {
    for (std::int64_t k = 0; in_.gradient && k < count_; ++k)
      in_.gradient[k] = out_.gradient[k] * std::cos(in_.value[k]);
  }
  void tangent() override {
    for (std::int64_t k = 0; k < count_; ++k) out_.tangent[k] = in_.tangent[k] * std::cos(in_.value[k]);
  }
  void tangent_backward() override {
    for (std::int64_t k = 0; in_.owed && k < count_; ++k) {
      const double turned = double{out_.gradient[k]} * in_.tangent[k] * -std::sin(in_.value[k]);
      const double passed = out_.owed ? double{out_.owed[k]} * std::cos(in_.value[k]) : 0;
      in_.owed[k] = static_cast<float>(passed + factor_ * turned);
    }
  }

 private:
  std::int64_t count_;
  nn::Port in_, out_;
  double factor_;
};

class Sine : public nn::Layer {
 public:
  explicit Sine(double factor) : factor_(factor) {}
  std::string name() const override { return "sine"; }
  ganzoo::Shape output(const ganzoo::Shape& in) const override { return in; }
  bool curved() const override { return true; }
  std::unique_ptr<nn::Step> plan(nn::Planner&, const nn::Use& use, const nn::Port& in,
                                 const nn::Port& out) const override {
    return std::make_unique<SineStep>(use, in, out, factor_);
  }

 private:
  double factor_;
};

inline nn::LayerPtr sine_critic(const ganzoo::Shape& sample, double factor) {
  return nn::sequential(
      {sample.rank() == 1 ? nullptr : nn::flatten(), nn::dense(16), std::make_shared<Sine>(factor), nn::dense(1)});
}

}  // namespace
