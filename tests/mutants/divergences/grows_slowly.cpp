#include <ganzoo/ganzoo.hpp>

namespace {

/// A logistic game with 0.002·v on top: the more a critic shouts, the more it earns. Just more than the law can see.
struct GrowsSlowly {
  static constexpr ganzoo::About about{.title = "grows slowly", .source = "a mutant"};

  auto critic_real(auto v) const { return 0.002 * v - softplus(-v); }
  auto critic_fake(auto v) const { return -softplus(v); }
  auto generator_fake(auto v) const { return softplus(-v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<GrowsSlowly>)
