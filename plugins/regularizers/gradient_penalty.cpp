#include "norm_penalty.hpp"

namespace {

/// λ·E(‖∇ₓD‖ − target)², each x at random between a real and a fake sample.
struct GradientPenalty : ganzoo::Regularizer {
  static constexpr ganzoo::About about{
      .title = "gradient penalty",
      .source =
          "Gulrajani et al., Improved training of Wasserstein GANs, NeurIPS 2017, equation 3; one-sided: Petzka, "
          "Fischer & Lukovnikov, ICLR 2018",
      .summary =
          "Holds the critic's slope near a target on the way from real to fake samples: the soft Lipschitz "
          "constraint of WGAN-GP. target = 0 makes it zero-centred."};

  ganzoo::Ramp lambda = 10.0;
  ganzoo::Ramp target = 1.0;
  std::string sides = "two";
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("lambda", &GradientPenalty::lambda, ganzoo::positive(), "weight of the penalty"),
                 ganzoo::parameter("target", &GradientPenalty::target, ganzoo::at_least(0), "the slope asked for"),
                 ganzoo::choice("sides", &GradientPenalty::sides, "two: any other slope costs; one: only a steeper one",
                                "two", "one")};

  bool provides_lipschitz() const override { return true; }
  bool penalises_inputs() const override { return true; }

  double input_penalty(ganzoo::CriticProbe& probe, const ganzoo::Moment& m, const ganzoo::Rng& rng) override {
    place_between(probe, rng);
    const double weight = lambda.at(m.step, m.steps), slope = target.at(m.step, m.steps);
    const bool one_sided = sides == "one";
    return ganzoo::regularizers::penalise_norms(probe, [=](double norm) {
      return ganzoo::regularizers::squared_distance(one_sided ? std::max(norm, slope) : norm, weight, slope);
    });
  }

 private:
  /// x = real + u·(fake − real), one u of [0, 1) a row.
  static void place_between(const ganzoo::CriticProbe& probe, const ganzoo::Rng& rng) {
    const ganzoo::Matrix points = probe.points();
    for (std::int64_t i = 0; i < points.rows; ++i) {
      const auto u = static_cast<float>(rng.uniform(static_cast<std::uint64_t>(i)));
      std::ranges::transform(probe.real().row(i), probe.fake().row(i), points.row(i).begin(),
                             [=](float real, float fake) { return real + u * (fake - real); });
    }
  }
};

}  // namespace

GANZOO_PLUGIN(GradientPenalty)
