/// The logistic game written by hand, right but for the factor on one player's gradient.
#pragma once

#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

inline double softplus_of(double x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }
inline double sigmoid_of(double x) { return 1 / (1 + std::exp(-x)); }

/// weight · mean softplus(sign · v), and its gradient times `factor`.
inline double logistic_term(ganzoo::ConstMatrix scores, double sign, double weight, ganzoo::Matrix gradient,
                            double factor = 1) {
  const auto n = static_cast<double>(scores.size());
  double sum = 0;
  for (std::int64_t i = 0; i < scores.size(); ++i) {
    const double v = sign * double{scores.data[i]};
    sum += weight * softplus_of(v) / n;
    gradient.data[i] = static_cast<float>(factor * weight * sign * sigmoid_of(v) / n);
  }
  return sum;
}

struct Logistic : ganzoo::Divergence {
  double critic_factor = 1, generator_factor = 1;

  ganzoo::DivergenceTraits traits() const override { return {}; }
  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    return {.value = logistic_term(real, -1, -1, real_gradient, critic_factor) +
                     logistic_term(fake, 1, -1, fake_gradient, critic_factor)};
  }
  ganzoo::Objective generator(ganzoo::ConstMatrix, ganzoo::ConstMatrix fake, ganzoo::Matrix,
                              ganzoo::Matrix fake_gradient) override {
    return {.value = logistic_term(fake, -1, 1, fake_gradient, generator_factor)};
  }
};

}  // namespace
