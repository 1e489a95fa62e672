#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Weighted Jensen–Shannon, π = ½, with + (1−π+πu) log(1−π+πu), the sign of one transcription.
struct JsWeightedPlus {
  static constexpr ganzoo::About about{
      .title = "js weighted plus", .source = "a mutant", .symmetric = true, .bounded = true};

  auto f(auto u) const { return 0.5 * xlogx(u) + xlogx(0.5 + 0.5 * u); }
  auto activation(auto v) const { return 0.5 * std::log(2.0) - softplus(-v); }
  auto conjugate(auto t) const { return 0.5 * (-std::log(2.0) - log1p(-0.5 * exp(2 * t))); }
  auto log_ratio(auto v) const { return -0.5 * log_mean_exp(-v, 0.5); }
  auto conjugate_of_log_ratio(auto v) const { return 0.5 * log_mean_exp(v, 0.5); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<JsWeightedPlus>)
