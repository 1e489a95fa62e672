/// What penalties on the norm of the critic's input gradient share.
#pragma once

#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/kernels.hpp>
#include <ganzoo/train/probe.hpp>

namespace ganzoo::regularizers {

/// A function h of a gradient's norm.
struct NormTerm {
  double value;  ///< h(‖∇‖)
  double slope;  ///< h′(‖∇‖)
};

/// E h(‖∇ₓD‖) over the probe's points, which the critic then descends. Where ∇ₓD = 0 the norm has no derivative: 0 is
/// taken.
template <class Term>
double penalise_norms(CriticProbe& probe, const Term& term) {
  const ConstMatrix gradient = probe.gradient();
  const Matrix direction = probe.direction();
  const auto n = static_cast<double>(gradient.rows);
  double penalty = 0;
  for (std::int64_t i = 0; i < gradient.rows; ++i) {
    const double norm = std::sqrt(nn::sum_squares(gradient.row(i)));
    const NormTerm h = term(norm);
    penalty += h.value / n;
    const auto factor = static_cast<float>(norm > 0 ? h.slope / norm / n : 0);
    std::ranges::transform(gradient.row(i), direction.row(i).begin(), [=](float g) { return factor * g; });
  }
  probe.descend();
  return penalty;
}

/// λ·(‖∇‖ − target)².
inline NormTerm squared_distance(double norm, double lambda, double target) {
  const double excess = norm - target;
  return {.value = lambda * excess * excess, .slope = 2 * lambda * excess};
}

/// γ/2·‖∇‖².
inline NormTerm half_square(double norm, double gamma) {
  return {.value = gamma / 2 * norm * norm, .slope = gamma * norm};
}

}  // namespace ganzoo::regularizers
