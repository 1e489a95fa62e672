#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/kernels.hpp>

namespace {

/// Stochastic gradient descent with momentum.
struct Sgd : ganzoo::Optimizer {
  static constexpr ganzoo::About about{
      .title = "stochastic gradient descent",
      .source = "Robbins & Monro, Ann. Math. Stat. 22(3), 1951; momentum: Polyak, 1964",
      .summary = "v ← momentum·v + g, w ← w ∓ rate·v. Without momentum, the f-GAN paper's single-step update."};

  ganzoo::Ramp learning_rate = 0.01;
  ganzoo::Ramp momentum = 0.0;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("rate", &Sgd::learning_rate, ganzoo::at_least(0), "the step along the velocity"),
                 ganzoo::parameter("momentum", &Sgd::momentum, ganzoo::half_open(0, 1), "how much velocity is kept")};

  void attach(const ganzoo::nn::Parameters& parameters) override { velocity_.assign(parameters.numbers().size(), 0); }

  void update(ganzoo::nn::Parameters& parameters, const ganzoo::UpdateStep& s) override {
    ganzoo::nn::sgd_update(parameters, velocity_, rate(s), momentum.at(s.step, s.steps), s.ascend);
  }
  double rate(const ganzoo::UpdateStep& s) const override { return s.rate * learning_rate.at(s.step, s.steps); }

  void state(ganzoo::Archive& archive) override { archive("velocity", std::span<float>(velocity_)); }

 private:
  std::vector<float> velocity_;
};

}  // namespace

GANZOO_PLUGIN(Sgd)
