#include <ganzoo/ganzoo.hpp>

namespace {

/// ½∫|p − q|, at most 1. Its optimal critic only says which of p and q is larger: f″ = 0, so there is no log-ratio
/// link.
struct TotalVariation {
  static constexpr ganzoo::About about{.title = "total variation distance",
                                       .source = "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016",
                                       .summary = "A metric, bounded, with no gradient once the critic is sure.",
                                       .formula = "½|u − 1|",
                                       .symmetric = true,
                                       .bounded = true,
                                       .metric = true,
                                       .strictly_convex = false,
                                       .optimal_critic = "½ sign(p − q)"};

  auto f(auto u) const { return abs(u - 1) / 2; }
  auto activation(auto v) const { return tanh(v) / 2; }
  auto conjugate(auto t) const { return max(t, -0.5); }
  auto conjugate_of_activation(auto v) const { return tanh(v) / 2; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<TotalVariation>)
