#include "gradient_norm.hpp"

namespace {

/// ‖∇‖ taken over the whole batch at once, not sample by sample: gradients.norm() without dim.
struct PenaltyOfTheBatch : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "penalty of the batch", .source = "a mutant"};

  bool penalises_inputs() const override { return true; }
  bool provides_lipschitz() const override { return true; }

  double input_penalty(ganzoo::CriticProbe& probe, const ganzoo::Moment&, const ganzoo::Rng&) override {
    look_at(probe, probe.real());
    const ganzoo::ConstMatrix gradient = probe.gradient();
    const double norm = norm_of(gradient.flat()), excess = norm - 1;
    for (std::int64_t i = 0; i < gradient.size(); ++i)
      probe.direction().data[i] = static_cast<float>(20 * excess * gradient.data[i] / norm);
    probe.descend();
    return 10 * excess * excess;
  }
};

}  // namespace

GANZOO_PLUGIN(PenaltyOfTheBatch)
