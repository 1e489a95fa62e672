#include "norm_penalty.hpp"

namespace {

/// λ·E(‖∇ₓD‖ − target)², each x a real sample moved by noise.
struct Dragan : ganzoo::Regularizer {
  static constexpr ganzoo::About about{
      .title = "DRAGAN's gradient penalty",
      .source = "Kodali, Abernethy, Hays & Kira, On convergence and stability of GANs, arXiv:1705.07215",
      .summary =
          "Holds the critic's slope near a target around the data, whatever the fakes are: against sharp "
          "gradients that pull many noise vectors into one mode."};

  ganzoo::Ramp lambda = 10.0;
  ganzoo::Ramp target = 1.0;
  ganzoo::Ramp spread = 0.5;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("lambda", &Dragan::lambda, ganzoo::at_least(0), "weight of the penalty"),
                 ganzoo::parameter("target", &Dragan::target, ganzoo::at_least(0), "the slope asked for"),
                 ganzoo::parameter("spread", &Dragan::spread, ganzoo::at_least(0),
                                   "standard deviation of the normal noise, in that of all numbers of the real batch")};

  bool penalises_inputs() const override { return true; }

  double input_penalty(ganzoo::CriticProbe& probe, const ganzoo::Moment& m, const ganzoo::Rng& rng) override {
    const auto points = probe.points().flat();
    const double noise = spread.at(m.step, m.steps) * deviation(probe.real().flat());
    rng.fill_normal(points, 0, static_cast<float>(noise));
    ganzoo::nn::axpy(points, probe.real().flat(), 1);
    const double weight = lambda.at(m.step, m.steps), slope = target.at(m.step, m.steps);
    return ganzoo::regularizers::penalise_norms(
        probe, [=](double norm) { return ganzoo::regularizers::squared_distance(norm, weight, slope); });
  }

 private:
  static double deviation(std::span<const float> x) {
    const auto n = static_cast<double>(x.size());
    double mean = 0, square = 0;
    for (const float value : x) mean += double{value} / n;
    for (const float value : x) square += (value - mean) * (value - mean) / n;
    return std::sqrt(square);
  }
};

}  // namespace

GANZOO_PLUGIN(Dragan)
