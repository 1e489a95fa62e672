#include "kl.hpp"

namespace {

/// f* of the score is 0.08 too small: just enough for the best of the law's random critics to promise more than D.
struct CheatsALittle : Kl {
  static constexpr ganzoo::About about{.title = "cheats a little", .source = "a mutant"};

  auto conjugate_of_activation(auto v) const { return exp(v - 1) - 0.08; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<CheatsALittle>)
