#include <ganzoo/ganzoo.hpp>

namespace {

/// Neyman χ² with −2√(1 − t): the constant 2 of 2 − 2√(1 − t) is missing.
struct NeymanWithoutTwo {
  static constexpr ganzoo::About about{.title = "neyman without two", .source = "a mutant"};

  auto f(auto u) const { return (1 - u) * (1 - u) / u; }
  auto activation(auto v) const { return -expm1(-v); }
  auto conjugate(auto t) const { return -2 * sqrt(1 - t); }
  auto conjugate_of_activation(auto v) const { return -2 * exp(-v / 2); }
  auto log_ratio(auto v) const { return -expm1(-2 * v); }
  auto conjugate_of_log_ratio(auto v) const { return -2 * expm1(-v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<NeymanWithoutTwo>)
