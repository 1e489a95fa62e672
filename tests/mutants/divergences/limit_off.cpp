#include "kl.hpp"

namespace {

/// The supremum of f(u)/u is told 3·10⁻⁹ too small: just more than the law can see.
struct LimitOff {
  static constexpr ganzoo::About about{.title = "limit off", .source = "a mutant", .symmetric = true, .bounded = true};

  auto f(auto u) const { return (u - 1) * (u - 1) / (u + 1); }
  static double f_prime_at_infinity() { return 1 - 3e-9; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<LimitOff>)
