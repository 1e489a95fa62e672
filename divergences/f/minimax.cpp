#include <ganzoo/ganzoo.hpp>

namespace {

/// The original game of Goodfellow et al.: 2·JSD(P, Q) − log 4, the critic's score v being the logit of D = p/(p+q).
///
/// T = log D and f*(T) = −log(1 − D), so the objective is E_P log D + E_Q log(1 − D), in exact log-sigmoid forms.
struct Minimax {
  static constexpr ganzoo::About about{.title = "original minimax game",
                                       .source = "Goodfellow et al., Generative adversarial nets, NeurIPS 2014, eq. 1",
                                       .summary =
                                           "The original GAN: 2·JSD − log 4. With generator_loss = non_saturating, the "
                                           "loss that Goodfellow et al. train with.",
                                       .formula = "u log u − (u+1) log(u+1)",
                                       .f_at_1 = -1.3862943611198906,
                                       .symmetric = true,
                                       .bounded = true,
                                       .follows = "softened_reverse_kl",
                                       .optimal_critic = "log(u/(u+1))"};

  auto f(auto u) const { return -u * log1p(1 / u) - log1p(u); }
  auto activation(auto v) const { return -softplus(-v); }
  auto conjugate(auto t) const { return -log(-expm1(t)); }
  auto conjugate_of_activation(auto v) const { return softplus(v); }
  auto log_ratio(auto v) const { return -softplus(-v); }
  auto conjugate_of_log_ratio(auto v) const { return softplus(v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Minimax>)
