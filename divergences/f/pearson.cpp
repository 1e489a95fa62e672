#include <ganzoo/ganzoo.hpp>

namespace {

/// χ²(P‖Q) = ∫ (p−q)²/q. The published conjugate t²/4 + t is the supremum over all real u; below t = −2 it falls again,
/// and the generator's gradient there has the wrong sign. `pearson_clamped` takes u ≥ 0.
struct Pearson {
  static constexpr ganzoo::About about{.title = "Pearson χ² divergence",
                                       .source = "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016",
                                       .summary = "A least-squares game in disguise: its optimal critic is 2(p/q − 1).",
                                       .formula = "(u−1)²",
                                       .conjugate_on_reals = true,
                                       .follows = "2 kl",
                                       .optimal_critic = "2(u−1)"};

  auto f(auto u) const { return (u - 1) * (u - 1); }
  ganzoo::Ball between_normals(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return 2 * ganzoo::power_between_normals(2, p, q);
  }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const { return t * (1 + t / 4); }
  auto log_ratio(auto v) const { return 2 * expm1(v); }
  auto conjugate_of_log_ratio(auto v) const { return expm1(2 * v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Pearson>)
