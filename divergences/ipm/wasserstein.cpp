#include <ganzoo/ganzoo.hpp>

namespace {

/// The 1-Wasserstein distance by Kantorovich–Rubinstein duality: sup E_P v − E_Q v over 1-Lipschitz critics.
///
/// Unsound without a Lipschitz constraint; with one of unknown constant K the estimate is that of K·W₁.
struct Wasserstein {
  static constexpr ganzoo::About about{
      .title = "Wasserstein distance",
      .source = "Arjovsky, Chintala & Bottou, Wasserstein GAN, ICML 2017, eq. 2",
      .summary = "An integral probability metric: it needs weight_clip, gradient_penalty or spectral normalisation.",
      .formula = "E_P v − E_Q v",
      .symmetric = true,
      .optimal_critic = "a Kantorovich potential"};

  static constexpr bool needs_lipschitz = true;
  static constexpr bool estimates = true;
  static constexpr bool zero_sum = true;

  auto critic_real(auto v) const { return v; }
  auto critic_fake(auto v) const { return -v; }
  auto generator_fake(auto v) const { return -v; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<Wasserstein>)
