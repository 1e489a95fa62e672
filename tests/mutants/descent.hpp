/// What the mutants of optimizers spoil in one place each.
#pragma once

#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <span>
#include <vector>

namespace {

/// Gradient descent of rate 0.01, right as it stands.
struct Descent : ganzoo::Optimizer {
  void attach(const ganzoo::nn::Parameters&) override {}
  double rate(const ganzoo::UpdateStep& s) const override { return 0.01 * s.rate; }
  void update(ganzoo::nn::Parameters& p, const ganzoo::UpdateStep& s) override {
    const double sign = s.ascend ? 1 : -1;
    const std::span<float> w = p.values(), g = p.gradients();
    for (std::size_t i = 0; i < w.size(); ++i) w[i] += static_cast<float>(sign * rate(s) * direction(i, g[i], s));
  }

  /// Where weight i goes by its gradient g.
  virtual double direction(std::size_t, float g, const ganzoo::UpdateStep&) { return g; }
};

}  // namespace
