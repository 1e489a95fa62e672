#include <ganzoo/ganzoo.hpp>

namespace {

/// H² = ∫ (√p − √q)² = 2 − 2∫√(pq), at most 2.
struct SquaredHellinger {
  static constexpr ganzoo::About about{.title = "squared Hellinger distance",
                                       .source = "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016",
                                       .summary = "Symmetric and bounded; its root is a metric.",
                                       .formula = "(√u − 1)²",
                                       .symmetric = true,
                                       .bounded = true,
                                       .metric = true,
                                       .follows = "½ alpha(−½)",
                                       .optimal_critic = "1 − 1/√u"};

  auto f(auto u) const { return (sqrt(u) - 1) * (sqrt(u) - 1); }
  ganzoo::Ball between_normals(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return 0.5 * ganzoo::power_between_normals(0.5, p, q);
  }
  auto activation(auto v) const { return -expm1(-v); }
  auto conjugate(auto t) const { return t / (1 - t); }
  auto conjugate_of_activation(auto v) const { return expm1(v); }
  auto log_ratio(auto v) const { return -expm1(-v / 2); }
  auto conjugate_of_log_ratio(auto v) const { return expm1(v / 2); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<SquaredHellinger>)
