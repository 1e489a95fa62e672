#include <ganzoo/ganzoo.hpp>

namespace {

/// (∫ p^α q^{1−α} − 1)/(α − 1), Tsallis' relative entropy: H² at ½, Pearson at 2, α times the α-divergence.
struct HellingerAlpha {
  static constexpr ganzoo::About about{.title = "Hellinger divergence of order α",
                                       .source = "Liese & Vajda, IEEE Trans. Inf. Theory 52(10), 2006",
                                       .summary = "The power family in Tsallis' scaling.",
                                       .formula = "(u^α − 1)/(α − 1)",
                                       .follows = "the α-divergence at α − 1, times α",
                                       .optimal_critic = "α u^{α−1}/(α−1)"};

  double alpha = 0.5;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("alpha", &HellingerAlpha::alpha, ganzoo::positive(), "order; not 1, where it is kl")};

  void prepare() {
    if (alpha == 1) throw ganzoo::Error(ganzoo::Exit::usage, "divergence.alpha is 1, but must not be: the limit is kl");
  }

  auto f(auto u) const { return expm1(alpha * log(u)) / (alpha - 1); }
  auto excess(auto u) const { return alpha * power_excess(u, alpha); }
  ganzoo::Ball between_normals(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return ganzoo::Ball(alpha) * ganzoo::power_between_normals(alpha, p, q);
  }
  auto conjugate(auto t) const {
    const auto base = max((alpha - 1) / alpha * t, 0);
    return pow(base, alpha / (alpha - 1)) + 1 / (alpha - 1);
  }
  auto log_ratio(auto v) const { return alpha / (alpha - 1) * exp((alpha - 1) * v); }
  auto conjugate_of_log_ratio(auto v) const { return exp(alpha * v) + 1 / (alpha - 1); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<HellingerAlpha>)
