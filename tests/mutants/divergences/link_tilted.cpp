#include "kl.hpp"

namespace {

/// The slope of g is 3·10⁻⁷ too large: just more than the law can see.
struct LinkTilted : Kl {
  static constexpr ganzoo::About about{.title = "link tilted", .source = "a mutant"};

  auto activation(auto v) const { return tilted(v, 1 + 3e-7); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<LinkTilted>)
