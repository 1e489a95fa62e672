#include "kl.hpp"

namespace {

/// f″ comes out 3·10⁻⁶ too large: just more than the law can see.
struct BendTilted : Kl {
  static constexpr ganzoo::About about{.title = "bend tilted", .source = "a mutant"};

  auto f(auto u) const {
    auto y = xlogx(u);
    if constexpr (requires { y.slope.slope; }) y.slope.slope *= 1 + 3e-6;
    return y;
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<BendTilted>)
