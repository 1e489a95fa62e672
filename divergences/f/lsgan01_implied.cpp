#include <ganzoo/ganzoo.hpp>

namespace {

/// The f-divergence whose gradient a least-squares generator with labels 0 and 1 follows at the optimal critic: f″ =
/// 1/(u(1+u)³).
struct Lsgan01Implied {
  static constexpr ganzoo::About about{.title = "divergence implied by the 0-1 least-squares generator",
                                       .source = "derived from Mao et al., Least squares GAN, ICCV 2017, eq. 9",
                                       .summary = "What least squares with 0-1 labels minimises, made explicit.",
                                       .formula = "u log(u/(1+u)) − 1/(2(1+u)) + (log 2 − ⅝)u + ⅞",
                                       .bounded = true,
                                       .optimal_critic = "log(u/(1+u)) + 1/(1+u) + 1/(2(1+u)²) + log 2 − ⅝"};

  static constexpr double shift = 0.06814718055994531;  // log 2 − 5/8

  auto f(auto u) const { return 0.875 - u * log1p(1 / u) - 1 / (2 * (1 + u)) + shift * u; }
  auto log_ratio(auto v) const {
    const auto r = sigmoid(-v);  // log(1 − r) + r + r²/2, by its series where that cancels
    const auto far = -r * r * r * (1.0 / 3 + r / 4 + r * r / 5);
    return shift + select(v > 9.0, far, r + r * r / 2 - softplus(-v));
  }
  auto conjugate_of_log_ratio(auto v) const { return 0.125 - sigmoid(-v) * sigmoid(-v) / 2; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<Lsgan01Implied>)
