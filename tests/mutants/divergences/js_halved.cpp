#include <ganzoo/ganzoo.hpp>

namespace {

/// The ½ of the table's integral column in f, the conjugate of the generator without it.
struct JsHalved {
  static constexpr ganzoo::About about{.title = "js halved", .source = "a mutant", .symmetric = true, .bounded = true};

  auto f(auto u) const { return -(u * log1p((1 - u) / (2 * u)) + log1p((u - 1) / 2)) / 2; }
  auto activation(auto v) const { return -log_mean_exp(-v, 0.5); }
  auto conjugate(auto t) const { return -log1p(-expm1(t)); }
  auto conjugate_of_activation(auto v) const { return log_mean_exp(v, 0.5); }
  auto log_ratio(auto v) const { return -log_mean_exp(-v, 0.5) / 2; }
  auto conjugate_of_log_ratio(auto v) const { return log_mean_exp(v, 0.5) / 2; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<JsHalved>)
