#include "gradient_norm.hpp"

namespace {

/// (|∂D/∂xⱼ| − 1)² axis by axis: a critic of slope 1 along the diagonal is punished.
struct PenaltyPerAxis : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "penalty per axis", .source = "a mutant"};

  bool penalises_inputs() const override { return true; }
  bool provides_lipschitz() const override { return true; }

  double input_penalty(ganzoo::CriticProbe& probe, const ganzoo::Moment&, const ganzoo::Rng&) override {
    look_at(probe, probe.real());
    const ganzoo::ConstMatrix gradient = probe.gradient();
    const auto n = static_cast<double>(gradient.rows);
    double penalty = 0;
    for (std::int64_t i = 0; i < gradient.size(); ++i) {
      const double g = gradient.data[i], excess = std::abs(g) - 1;
      penalty += 10 * excess * excess / n;
      probe.direction().data[i] = static_cast<float>(20 * excess * (g < 0 ? -1 : 1) / n);
    }
    probe.descend();
    return penalty;
  }
};

}  // namespace

GANZOO_PLUGIN(PenaltyPerAxis)
