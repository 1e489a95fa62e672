#include <ganzoo/ganzoo.hpp>

namespace {

/// Rényi's divergence of order α, log ∫ pᵅ q¹⁻ᵅ / (α − 1): KL by Donsker–Varadhan's bound at α = 1.
///
/// Tight at v = log p/q + any constant. Biased in minibatches, the more the larger α: it hangs on the largest scores.
struct Renyi {
  static constexpr ganzoo::About about{
      .title = "Rényi divergence, variational bound",
      .source = "Birrell, Dupuis, Katsoulakis, Rey-Bellet & Wang, SIAM J. Math. Data Sci. 3(4), 2021",
      .summary =
          "A dial from mode-seeking to mode-covering that, unlike the α-divergences, is unbounded below α = 1 too.",
      .formula = "α/(α−1) log E_P e^((α−1)v) − log E_Q e^(αv)",
      .optimal_critic = "log u + any constant"};

  double alpha = 0.5;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("alpha", &Renyi::alpha, ganzoo::positive(), "order; 1 is the Kullback–Leibler divergence")};

  double real_term(ganzoo::ConstMatrix scores, ganzoo::Matrix gradient) const {
    return ganzoo::exponential_mean(scores, alpha - 1, alpha, gradient);
  }
  double fake_term(ganzoo::ConstMatrix scores, ganzoo::Matrix gradient) const {
    return ganzoo::exponential_mean(scores, alpha, -alpha, gradient);
  }

  ganzoo::Exact exact_value(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return ganzoo::exact_renyi(alpha, p, q);
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::score_bound<Renyi>)
