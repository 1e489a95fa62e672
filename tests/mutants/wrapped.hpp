/// A right f-divergence behind an interface that a mutant can bend: training is overridden, the mathematics stays.
#pragma once

#include <ganzoo/ganzoo.hpp>

namespace {

template <class T>
struct Wrapped : ganzoo::Divergence {
  ganzoo::f_divergence<T> right;

  void prepare() override { right.prepare(); }
  ganzoo::DivergenceTraits traits() const override { return right.traits(); }
  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    return right.critic(real, fake, real_gradient, fake_gradient);
  }
  ganzoo::Objective generator(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                              ganzoo::Matrix fake_gradient) override {
    return right.generator(real, fake, real_gradient, fake_gradient);
  }
  double estimate(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake) const override {
    return right.estimate(real, fake);
  }
  const ganzoo::FDivergence* mathematics() const override { return right.mathematics(); }
};

/// The original game, right.
struct Minimax {
  static constexpr ganzoo::About about{
      .title = "minimax", .source = "", .f_at_1 = -1.3862943611198906, .symmetric = true, .bounded = true};
  auto f(auto u) const { return -u * log1p(1 / u) - log1p(u); }
  auto activation(auto v) const { return -softplus(-v); }
  auto conjugate(auto t) const { return -log(-expm1(t)); }
  auto conjugate_of_activation(auto v) const { return softplus(v); }
  auto log_ratio(auto v) const { return -softplus(-v); }
  auto conjugate_of_log_ratio(auto v) const { return softplus(v); }
};

}  // namespace
