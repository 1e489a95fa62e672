#include "kl.hpp"

namespace {

/// 3·10⁻⁷ of f is a number without a slope: just more than the law can see.
struct SlopeEscapes : Kl {
  static constexpr ganzoo::About about{.title = "slope escapes", .source = "a mutant"};

  auto f(auto u) const { return xlogx(u) + 3e-7 * (frozen(u) - 1); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<SlopeEscapes>)
