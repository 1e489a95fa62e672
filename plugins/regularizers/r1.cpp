#include "norm_penalty.hpp"

namespace {

/// γ/2·E‖∇ₓD‖² at the real samples.
struct R1 : ganzoo::Regularizer {
  static constexpr ganzoo::About about{
      .title = "zero-centred gradient penalty on real samples",
      .source =
          "Mescheder, Geiger & Nowozin, Which training methods for GANs do actually converge?, ICML 2018, "
          "equation 9",
      .summary =
          "On real samples alone a critic at its optimum is flat, so nothing of the optimum is lost, and GANs converge "
          "locally."};

  ganzoo::Ramp gamma = 10.0;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("gamma", &R1::gamma, ganzoo::at_least(0), "twice the weight of the mean square")};

  bool penalises_inputs() const override { return true; }
  ganzoo::Look look() const override { return ganzoo::Look::real; }

  double input_penalty(ganzoo::CriticProbe& probe, const ganzoo::Moment& m, const ganzoo::Rng&) override {
    const double weight = gamma.at(m.step, m.steps);
    return ganzoo::regularizers::penalise_norms(
        probe, [=](double norm) { return ganzoo::regularizers::half_square(norm, weight); });
  }
};

}  // namespace

GANZOO_PLUGIN(R1)
