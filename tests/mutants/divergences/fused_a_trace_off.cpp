#include "kl.hpp"

namespace {

/// The fused term is 3·10⁻⁹ too large: just more than the law can see.
struct FusedATraceOff : Kl {
  static constexpr ganzoo::About about{.title = "fused a trace off", .source = "a mutant"};

  auto conjugate_of_activation(auto v) const { return (1 + 3e-9) * exp(v - 1); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<FusedATraceOff>)
