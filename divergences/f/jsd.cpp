#include <ganzoo/ganzoo.hpp>

namespace {

/// The Jensen–Shannon divergence ½KL(P‖M) + ½KL(Q‖M), M = (P+Q)/2: half of `js`, at most log 2; its root is a metric.
struct Jsd {
  static constexpr ganzoo::About about{.title = "Jensen–Shannon divergence",
                                       .source = "Lin, IEEE Trans. Inf. Theory 37(1), 1991",
                                       .summary = "Jensen–Shannon as everyone but the f-GAN paper has it.",
                                       .formula = "½(u log u − (u+1) log((u+1)/2))",
                                       .symmetric = true,
                                       .bounded = true,
                                       .metric = true,
                                       .follows = "½ softened_reverse_kl",
                                       .optimal_critic = "½ log(2u/(u+1))"};

  auto f(auto u) const { return -(u * log1p((1 - u) / (2 * u)) + log1p((u - 1) / 2)) / 2; }
  auto activation(auto v) const { return -log_mean_exp(-v, 0.5) / 2; }
  auto conjugate(auto t) const { return -log1p(-expm1(2 * t)) / 2; }
  auto conjugate_of_activation(auto v) const { return log_mean_exp(v, 0.5) / 2; }
  auto log_ratio(auto v) const { return -log_mean_exp(-v, 0.5) / 2; }
  auto conjugate_of_log_ratio(auto v) const { return log_mean_exp(v, 0.5) / 2; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Jsd>)
