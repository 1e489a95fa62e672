#include "kl.hpp"

namespace {

/// The critic rests a little beside f′(p/q): just more than the law can see.
struct OptimumAside : Kl {
  static constexpr ganzoo::About about{.title = "optimum aside", .source = "a mutant"};

  auto conjugate_of_activation(auto v) const { return tilted(exp(v - 1), 1 + 5e-7); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<OptimumAside>)
