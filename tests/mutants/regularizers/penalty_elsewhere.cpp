#include "gradient_norm.hpp"

namespace {

/// The penalty is reported at the real samples, but the gradient that is descended is the one at the fakes.
struct PenaltyElsewhere : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "penalty elsewhere", .source = "a mutant"};

  bool penalises_inputs() const override { return true; }
  bool provides_lipschitz() const override { return true; }

  double input_penalty(ganzoo::CriticProbe& probe, const ganzoo::Moment&, const ganzoo::Rng&) override {
    look_at(probe, probe.real());
    const double reported = mean_square(probe.gradient());
    look_at(probe, probe.fake());
    const ganzoo::ConstMatrix gradient = probe.gradient();
    for (std::int64_t i = 0; i < gradient.size(); ++i)
      probe.direction().data[i] = 20 * gradient.data[i] / static_cast<float>(gradient.rows);
    probe.descend();
    return 10 * reported;
  }

  static double mean_square(ganzoo::ConstMatrix gradient) {
    return std::pow(norm_of(gradient.flat()), 2) / static_cast<double>(gradient.rows);
  }
};

}  // namespace

GANZOO_PLUGIN(PenaltyElsewhere)
