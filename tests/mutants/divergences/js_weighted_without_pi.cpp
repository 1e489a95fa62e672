#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Weighted Jensen–Shannon, π = 0.3, whose conjugate lacks the π before e^{t/π}.
struct JsWeightedWithoutPi {
  static constexpr ganzoo::About about{.title = "js weighted without pi", .source = "a mutant", .bounded = true};

  auto f(auto u) const { return 0.3 * xlogx(u) - xlogx(0.7 + 0.3 * u); }
  auto activation(auto v) const { return -0.3 * std::log(0.3) - softplus(-v); }
  auto conjugate(auto t) const { return 0.7 * (std::log(0.7) - log1p(-exp(t / 0.3))); }
  auto log_ratio(auto v) const { return -0.3 * log_mean_exp(-v, 0.7); }
  auto conjugate_of_log_ratio(auto v) const { return 0.7 * log_mean_exp(v, 0.3); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<JsWeightedWithoutPi>)
