#include <ganzoo/ganzoo.hpp>

namespace {

/// 2 KL(M‖P), M = (P+Q)/2, = KL(Q‖P) − 2·JSD: what the non-saturating GAN's generator follows at the optimal critic.
struct SoftenedReverseKl {
  static constexpr ganzoo::About about{
      .title = "softened reverse Kullback–Leibler divergence",
      .source = "Shannon, Poole, Mariooryad et al., Non-saturating GAN training as divergence minimization, 2020",
      .summary = "The divergence behind −E_Q log D.",
      .formula = "(1+u) log((1+u)/(2u))",
      .optimal_critic = "log((1+u)/(2u)) − 1/u"};

  auto f(auto u) const { return (1 + u) * log1p((1 - u) / (2 * u)); }
  auto log_ratio(auto v) const { return log1p_minus(exp(-v)) - std::log(2.0); }
  auto conjugate_of_log_ratio(auto v) const { return -1 - log_mean_exp(-v, 0.5); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<SoftenedReverseKl>)
