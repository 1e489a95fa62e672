#include <ganzoo/ganzoo.hpp>

namespace {

/// Total variation with the abs of C's stdlib.h, which takes an int: ½|u − 1| is 0 up to u = 2.
struct TvIntegerAbs {
  static constexpr ganzoo::About about{
      .title = "tv integer abs", .source = "a mutant", .symmetric = true, .bounded = true, .strictly_convex = false};

  auto f(auto u) const { return 0.5 * __builtin_abs(static_cast<int>(ganzoo::plain(u) - 1)) + 0 * u; }
  auto activation(auto v) const { return tanh(v) / 2; }
  auto conjugate(auto t) const { return max(t, -0.5); }
  auto conjugate_of_activation(auto v) const { return tanh(v) / 2; }
  double f_at_0() const { return 0.5; }
  double f_prime_at_infinity() const { return 0.5; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<TvIntegerAbs>)
