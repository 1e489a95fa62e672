#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Weighted Jensen–Shannon, π = ½, whose conjugate and activation take π for 3.14159…
struct JsWeightedByPi {
  static constexpr ganzoo::About about{
      .title = "js weighted by pi", .source = "a mutant", .symmetric = true, .bounded = true};

  static constexpr double pi = 3.14159265358979;
  auto f(auto u) const { return 0.5 * xlogx(u) - xlogx(0.5 + 0.5 * u); }
  auto activation(auto v) const { return -pi * std::log(pi) - softplus(-v); }
  auto conjugate(auto t) const { return (1 - pi) * log((1 - pi) / (1 - pi * exp(t / pi))); }
  auto log_ratio(auto v) const { return -0.5 * log_mean_exp(-v, 0.5); }
  auto conjugate_of_log_ratio(auto v) const { return 0.5 * log_mean_exp(v, 0.5); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<JsWeightedByPi>)
