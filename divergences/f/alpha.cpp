#include <ganzoo/ganzoo.hpp>

namespace {

/// The α-divergence for every real α: reverse KL at 0, 2H² at ½, KL at 1, ½ Pearson at 2, ½ Neyman at −1.
///
/// Small α forgives a generator that misses modes, large α one that invents them. With (uᵃ − 1)/a = box_cox(log u, a):
/// f′ = box_cox(log u, α−1) and f* = box_cox(log u, α) at the u where f′(u) = t; u stops at 0 where α > 1.
struct Alpha {
  static constexpr ganzoo::About about{
      .title = "α-divergence",
      .source = "Cichocki & Amari, Entropy 12(6), 2010; link: Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016",
      .summary = "One dial from mode-seeking to mode-covering.",
      .formula = "(u^α − 1 − α(u−1)) / (α(α−1))",
      .follows = "alpha(α − 1)",
      .optimal_critic = "(u^{α−1} − 1)/(α−1)"};

  double alpha = 0.5;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("alpha", &Alpha::alpha, "small: mode-seeking, large: mode-covering; 0 and 1 are the limits")};

  auto f(auto u) const { return power_excess(u, alpha); }
  ganzoo::Ball between_normals(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return ganzoo::power_between_normals(alpha, p, q);
  }
  auto activation(auto v) const { return alpha < 1 ? 1 / (1 - alpha) - softplus(-v) : v; }
  auto conjugate(auto t) const { return box_cox(inverse_box_cox(t, alpha - 1), alpha); }
  auto conjugate_of_activation(auto v) const {
    if (alpha >= 1) return conjugate(v);
    return box_cox(-(std::log1p(-alpha) + log_softplus(-v)) / (1 - alpha), alpha);
  }
  auto log_ratio(auto v) const { return box_cox(v, alpha - 1); }
  auto conjugate_of_log_ratio(auto v) const { return box_cox(v, alpha); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Alpha>)
