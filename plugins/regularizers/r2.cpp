#include "norm_penalty.hpp"

namespace {

/// γ/2·E‖∇ₓD‖² at the fake samples.
struct R2 : ganzoo::Regularizer {
  static constexpr ganzoo::About about{
      .title = "zero-centred gradient penalty on fake samples",
      .source =
          "Mescheder, Geiger & Nowozin, Which training methods for GANs do actually converge?, ICML 2018, "
          "equation 10",
      .summary =
          "As r1, but where the generator is: local convergence holds as well, and fakes far from the data are "
          "smoothed too."};

  ganzoo::Ramp gamma = 10.0;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("gamma", &R2::gamma, ganzoo::at_least(0), "twice the weight of the mean square")};

  bool penalises_inputs() const override { return true; }
  ganzoo::Look look() const override { return ganzoo::Look::fake; }

  double input_penalty(ganzoo::CriticProbe& probe, const ganzoo::Moment& m, const ganzoo::Rng&) override {
    const double weight = gamma.at(m.step, m.steps);
    return ganzoo::regularizers::penalise_norms(
        probe, [=](double norm) { return ganzoo::regularizers::half_square(norm, weight); });
  }
};

}  // namespace

GANZOO_PLUGIN(R2)
