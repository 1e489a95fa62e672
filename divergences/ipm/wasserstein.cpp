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

  int p = 1;
  static constexpr auto parameters = std::tuple{ganzoo::parameter(
      "p", &Wasserstein::p, ganzoo::closed(1, 2), "of W_p: a critic is trained by 1; eval knows 2 too")};

  static constexpr bool needs_lipschitz = true;
  static constexpr bool estimates = true;
  static constexpr bool zero_sum = true;

  void require_trainable() const {
    if (p != 1)
      throw ganzoo::Error(
          ganzoo::Exit::usage,
          "divergence.p is 2, but must be 1: a critic's scores have no duality with the 2-Wasserstein distance",
          "sliced_wasserstein with power = 2 is trained without a critic");
  }

  auto critic_real(auto v) const { return v; }
  auto critic_fake(auto v) const { return -v; }
  auto generator_fake(auto v) const { return -v; }

  ganzoo::Exact exact_value(const ganzoo::Distribution& data, const ganzoo::Distribution& model) const {
    return ganzoo::exact_wasserstein(p, data, model);
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<Wasserstein>)
