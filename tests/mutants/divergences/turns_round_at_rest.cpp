#include <ganzoo/ganzoo.hpp>

namespace {

/// About a score of 0, where the critic rests, the generator goes the wrong way.
struct TurnsRoundAtRest {
  static constexpr ganzoo::About about{.title = "turns round at rest", .source = "a mutant"};

  auto critic_real(auto v) const { return -softplus(-v); }
  auto critic_fake(auto v) const { return -softplus(v); }
  auto generator_fake(auto v) const { return softplus(-v) + 2 * v * exp(-50 * v * v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<TurnsRoundAtRest>)
