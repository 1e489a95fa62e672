#include <ganzoo/ganzoo.hpp>

namespace {

/// Twice the Jensen–Shannon divergence, as the f-GAN paper has it: KL(P‖M) + KL(Q‖M), M = (P+Q)/2.
///
/// Topsøe's capacitory discrimination is the same by another name; `jsd` is half of it.
struct Js {
  static constexpr ganzoo::About about{
      .title = "Jensen–Shannon divergence (doubled, as published)",
      .source = "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016",
      .summary = "The minimax game's divergence, shifted to be 0 at P = Q; at most 2 log 2.",
      .formula = "u log u − (u+1) log((u+1)/2)",
      .symmetric = true,
      .bounded = true,
      .metric = true,
      .follows = "softened_reverse_kl",
      .optimal_critic = "log(2u/(u+1))"};

  auto f(auto u) const { return -u * log1p((1 - u) / (2 * u)) - log1p((u - 1) / 2); }
  auto activation(auto v) const { return -log_mean_exp(-v, 0.5); }
  auto conjugate(auto t) const { return -log1p(-expm1(t)); }
  auto conjugate_of_activation(auto v) const { return log_mean_exp(v, 0.5); }
  auto log_ratio(auto v) const { return -log_mean_exp(-v, 0.5); }
  auto conjugate_of_log_ratio(auto v) const { return log_mean_exp(v, 0.5); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Js>)
