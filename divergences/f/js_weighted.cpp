#include <ganzoo/ganzoo.hpp>

namespace {

/// π KL(P‖M) + (1−π) KL(Q‖M) with M = πP + (1−π)Q: towards KL as π → 0, reverse KL as π → 1 (each after scaling).
///
/// The published link is not log p/q but −log expm1(π log1p((1−π)e⁻ʳ/π)) at r = log p/q.
struct JsWeighted {
  static constexpr ganzoo::About about{.title = "weighted Jensen–Shannon divergence",
                                       .source = "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016",
                                       .summary = "Jensen–Shannon with unequal weights; at most the entropy of π.",
                                       .formula = "π u log u − (1−π+πu) log(1−π+πu)",
                                       .bounded = true,
                                       .optimal_critic = "π log(u/(1−π+πu))"};

  double pi = 0.5;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("pi", &JsWeighted::pi, ganzoo::open(0, 1), "weight of the data in the mixture M")};

  auto f(auto u) const { return pi * xlogx(u) - xlogx(1 - pi + pi * u); }
  auto activation(auto v) const { return -pi * std::log(pi) - softplus(-v); }
  auto conjugate(auto t) const { return (1 - pi) * (std::log1p(-pi) - log1p(-pi * exp(t / pi))); }
  auto conjugate_of_activation(auto v) const {
    const auto x = softplus(-v) / pi;  // log(1 − e⁻ˣ) without cancellation near x = 0 and without underflow below it
    const auto near = v > 40.0 ? log_softplus(-v) - std::log(pi) : log(-expm1(-x));
    return (1 - pi) * (std::log1p(-pi) - select(x < 0.7, near, log1p(-exp(-x))));
  }
  auto log_ratio(auto v) const { return -pi * log_mean_exp(-v, 1 - pi); }
  auto conjugate_of_log_ratio(auto v) const { return (1 - pi) * log_mean_exp(v, pi); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<JsWeighted>)
