#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/kernels.hpp>

namespace {

/// Steps divided by a running root mean square of each gradient.
struct Rmsprop : ganzoo::Optimizer {
  static constexpr ganzoo::About about{
      .title = "RMSProp",
      .source = "Tieleman & Hinton, Neural Networks for Machine Learning, lecture 6.5, 2012",
      .summary = "s ← decay·s + (1 − decay)·g², w ← w ∓ rate·g/(√s + epsilon). The Wasserstein GAN's choice."};

  ganzoo::Ramp learning_rate = 5e-5;
  ganzoo::Ramp decay = 0.99;
  ganzoo::Ramp epsilon = 1e-8;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("rate", &Rmsprop::learning_rate, ganzoo::at_least(0), "the size of a typical step"),
      ganzoo::parameter("decay", &Rmsprop::decay, ganzoo::half_open(0, 1), "memory of the running mean square"),
      ganzoo::parameter("epsilon", &Rmsprop::epsilon, ganzoo::positive(), "added to the root: bounds the step")};

  void attach(const ganzoo::nn::Parameters& parameters) override { square_.assign(parameters.numbers().size(), 0); }

  void update(ganzoo::nn::Parameters& parameters, const ganzoo::UpdateStep& s) override {
    ganzoo::nn::rmsprop_update(parameters, square_, rate(s), decay.at(s.step, s.steps), epsilon.at(s.step, s.steps),
                               s.ascend);
  }
  double rate(const ganzoo::UpdateStep& s) const override { return s.rate * learning_rate.at(s.step, s.steps); }

  void state(ganzoo::Archive& archive) override { archive("mean_square", std::span<float>(square_)); }

 private:
  std::vector<float> square_;
};

}  // namespace

GANZOO_PLUGIN(Rmsprop)
