#include "gradient_norm.hpp"

namespace {

/// A gradient penalty with a minus in front: the critic is made steeper.
struct PenaltyAscended : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "penalty ascended", .source = "a mutant"};

  bool penalises_inputs() const override { return true; }
  bool provides_lipschitz() const override { return true; }

  double input_penalty(ganzoo::CriticProbe& probe, const ganzoo::Moment&, const ganzoo::Rng&) override {
    look_at(probe, probe.real());
    const ganzoo::ConstMatrix gradient = probe.gradient();
    const auto n = static_cast<double>(gradient.rows);
    double penalty = 0;
    for (std::int64_t i = 0; i < gradient.rows; ++i) {
      const double norm = norm_of(gradient.row(i)), excess = norm - 1;
      penalty += 10 * excess * excess / n;
      for (std::int64_t j = 0; j < gradient.columns; ++j)
        probe.direction()(i, j) = norm > 0 ? static_cast<float>(-20 * excess * gradient(i, j) / norm / n) : 0;
    }
    probe.descend();
    return penalty;
  }
};

}  // namespace

GANZOO_PLUGIN(PenaltyAscended)
