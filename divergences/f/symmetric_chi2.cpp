#include <ganzoo/ganzoo.hpp>

namespace {

/// ∫ (p−q)²(p+q)/(pq), Pearson and Neyman added. f* has no elementary form: u(t) is the positive root of 2u³ − (1+t)u²
/// = 1, found by Newton from below, where it is monotone; f*(t) = u² + 1 − 2/u and f*′ = u.
struct SymmetricChi2 {
  static constexpr ganzoo::About about{.title = "symmetric χ² divergence",
                                       .source = "Dragomir, Šunde & Buşe, Tamsui Oxford J. Math. Sci. 16(2), 2000",
                                       .summary = "χ² both ways: infinite on either side's misses.",
                                       .formula = "(u−1)²(u+1)/u",
                                       .symmetric = true,
                                       .follows = "2 kl + 2 alpha(−2)",
                                       .optimal_critic = "2u − 1 − 1/u²"};

  auto f(auto u) const { return (u - 1) * (u - 1) * (u + 1) / u; }
  ganzoo::Ball between_normals(const ganzoo::Distribution& p, const ganzoo::Distribution& q) const {
    return 2 * (ganzoo::power_between_normals(2, p, q) + ganzoo::power_between_normals(-1, p, q));
  }
  auto activation(auto v) const { return v; }
  auto conjugate(auto t) const {
    const auto u = ratio_at(t);
    return u * u + 1 - 2 / u;
  }
  auto conjugate_of_activation(auto v) const { return conjugate(v); }  // as right far out: T = −1/u² where data is rare
  auto log_ratio(auto v) const { return 2 * expm1(v) - expm1(-2 * v); }
  auto conjugate_of_log_ratio(auto v) const { return expm1(2 * v) - 2 * expm1(-v); }

  template <class D>
  static D ratio_at(D t) {
    const double a = 1 + plain(t);
    const double m = std::min(0.79371, 1 / std::sqrt(std::max(-a, 1e-30)));
    double u = a > 0 ? std::max(a / 2, 0.7937) : 1 / std::sqrt(2 * m - a);
    for (int i = 0; i < 9; ++i) u -= (2 * u - a - 1 / (u * u)) / (2 + 2 / (u * u * u));
    return {u, t.slope / (2 + 2 / (u * u * u))};  // t = f′(u), so u′ = 1/f″(u)
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<SymmetricChi2>)
