#include "gradient_norm.hpp"

namespace {

/// γ/2·E‖∇‖² whose gradient keeps the ½: the derivative of ½x² taken for x/2.
struct R1WithoutTwo : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "r1 without two", .source = "a mutant"};

  bool penalises_inputs() const override { return true; }
  bool provides_lipschitz() const override { return true; }

  double input_penalty(ganzoo::CriticProbe& probe, const ganzoo::Moment&, const ganzoo::Rng&) override {
    look_at(probe, probe.real());
    const ganzoo::ConstMatrix gradient = probe.gradient();
    const auto n = static_cast<double>(gradient.rows);
    for (std::int64_t i = 0; i < gradient.size(); ++i)
      probe.direction().data[i] = static_cast<float>(0.5 * 10 * gradient.data[i] / n);
    probe.descend();
    return 0.5 * 10 * std::pow(norm_of(gradient.flat()), 2) / n;
  }
};

}  // namespace

GANZOO_PLUGIN(R1WithoutTwo)
