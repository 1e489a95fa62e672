#include <ganzoo/ganzoo.hpp>

namespace {

/// χ²(P‖Q) = ∫ (p−q)²/q with the conjugate over u ≥ 0: f* = −1 for t ≤ −2, so that the bound is the tighter one and the
/// generator's gradient never turns round (it is 0 there).
struct PearsonClamped {
  static constexpr ganzoo::About about{.title = "Pearson χ² divergence, conjugate on u ≥ 0",
                                       .source = "the supremum of f-GAN's Pearson row over u ≥ 0",
                                       .summary = "Pearson without the wrong-signed gradient below t = −2.",
                                       .formula = "(u−1)²",
                                       .follows = "2 kl",
                                       .optimal_critic = "2(u−1)"};

  auto f(auto u) const { return (u - 1) * (u - 1); }
  ganzoo::Ball between_normals(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return 2 * ganzoo::power_between_normals(2, p, q);
  }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const { return max(t, -2) * (1 + max(t, -2) / 4); }
  auto log_ratio(auto v) const { return 2 * expm1(v); }
  auto conjugate_of_log_ratio(auto v) const { return expm1(2 * v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<PearsonClamped>)
