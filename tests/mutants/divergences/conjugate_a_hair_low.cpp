#include "kl.hpp"

namespace {

/// The conjugate is 3·10⁻⁸ too small: just more than the law can see.
struct ConjugateAHairLow : Kl {
  static constexpr ganzoo::About about{.title = "conjugate a hair low", .source = "a mutant"};

  auto conjugate(auto t) const { return (1 - 3e-8) * exp(t - 1); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<ConjugateAHairLow>)
