#include "kl.hpp"

namespace {

/// The conjugate is 3·10⁻⁹ too large: just more than the law can see.
struct ConjugateATraceHigh : Kl {
  static constexpr ganzoo::About about{.title = "conjugate a trace high", .source = "a mutant"};

  auto conjugate(auto t) const { return (1 + 3e-9) * exp(t - 1); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<ConjugateATraceHigh>)
