#include "kl.hpp"

namespace {

/// f(0⁺) is told 10⁻⁸ too small: D of distant P and Q exceeds it.
struct MaximumTooLow {
  static constexpr ganzoo::About about{
      .title = "maximum too low", .source = "a mutant", .symmetric = true, .bounded = true};

  auto f(auto u) const { return (u - 1) * (u - 1) / (u + 1); }
  static double f_at_0() { return 1 - 1e-8; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<MaximumTooLow>)
