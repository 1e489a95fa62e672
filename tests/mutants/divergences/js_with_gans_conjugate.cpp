#include <ganzoo/ganzoo.hpp>

namespace {

/// Jensen–Shannon with −log(1 − eᵗ), the conjugate of the row below it.
struct JsWithGansConjugate {
  static constexpr ganzoo::About about{
      .title = "js with gans conjugate", .source = "a mutant", .symmetric = true, .bounded = true};

  auto f(auto u) const { return -u * log1p((1 - u) / (2 * u)) - log1p((u - 1) / 2); }
  auto activation(auto v) const { return -log_mean_exp(-v, 0.5); }
  auto conjugate(auto t) const { return -log(1 - exp(t)); }
  auto conjugate_of_activation(auto v) const { return log_mean_exp(v, 0.5); }
  auto log_ratio(auto v) const { return -log_mean_exp(-v, 0.5); }
  auto conjugate_of_log_ratio(auto v) const { return log_mean_exp(v, 0.5); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<JsWithGansConjugate>)
