#include "wrapped.hpp"

namespace {

/// Its scores reach 3·10⁻¹² beyond the end of dom f*: just more than the law can see.
struct BeyondTheEnd : Minimax {
  static constexpr ganzoo::About about{.title = "beyond the end",
                                       .source = "a mutant",
                                       .f_at_1 = Minimax::about.f_at_1,
                                       .symmetric = true,
                                       .bounded = true};

  auto activation(auto v) const { return Minimax::activation(v) + 3e-12; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<BeyondTheEnd>)
