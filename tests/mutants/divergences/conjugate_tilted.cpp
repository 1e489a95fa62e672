#include "kl.hpp"

namespace {

/// The slope of f* is 3·10⁻⁶ too large: just more than the law can see.
struct ConjugateTilted : Kl {
  static constexpr ganzoo::About about{.title = "conjugate tilted", .source = "a mutant"};

  auto conjugate(auto t) const { return tilted(exp(t - 1), 1 + 3e-6); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<ConjugateTilted>)
