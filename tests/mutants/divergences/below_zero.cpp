#include "kl.hpp"

namespace {

/// D(P‖P) = −2·10⁻¹²: just more than the law can see.
struct BelowZero : Kl {
  static constexpr ganzoo::About about{.title = "below zero", .source = "a mutant"};

  auto f(auto u) const { return xlogx(u) - 2e-12; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<BelowZero>)
