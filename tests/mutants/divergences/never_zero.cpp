#include "kl.hpp"

namespace {

/// Of equal distributions D is 3·10⁻¹²: just more than the law can see.
struct NeverZero : Kl {
  static constexpr ganzoo::About about{.title = "never zero", .source = "a mutant"};

  auto excess(auto u) const { return xlogx(u) - (u - 1) + 3e-12; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<NeverZero>)
