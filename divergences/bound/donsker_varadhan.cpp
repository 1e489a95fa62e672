#include <ganzoo/ganzoo.hpp>

namespace {

/// The Kullback–Leibler divergence by its tightest bound: for one and the same critic never below the f-GAN's.
///
/// Tight at v = log p/q + any constant. The logarithm of a batch's mean makes its minibatch gradient biased, unlike
/// kl's.
struct DonskerVaradhan {
  static constexpr ganzoo::About about{
      .title = "Kullback–Leibler divergence, Donsker–Varadhan bound",
      .source = "Donsker & Varadhan, CPAM 36(2), 1983; Belghazi et al., MINE, ICML 2018, eq. 5",
      .summary = "Its weights on the fakes sum to 1: no score is too large for it, and none vanishes with the others.",
      .formula = "E_P v − log E_Q eᵛ",
      .optimal_critic = "log u + any constant"};

  double real_term(ganzoo::ConstMatrix scores, ganzoo::Matrix gradient) const {
    return ganzoo::exponential_mean(scores, 0, 1, gradient);
  }
  double fake_term(ganzoo::ConstMatrix scores, ganzoo::Matrix gradient) const {
    return ganzoo::exponential_mean(scores, 1, -1, gradient);
  }

  ganzoo::Exact exact_value(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return ganzoo::exact_renyi(1, p, q);
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::score_bound<DonskerVaradhan>)
