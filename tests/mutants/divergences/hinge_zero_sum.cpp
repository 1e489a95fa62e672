#include <ganzoo/ganzoo.hpp>

namespace {

/// Hinge declared zero-sum: one backward pass would serve both players, with the wrong gradient for one.
struct HingeZeroSum {
  static constexpr ganzoo::About about{.title = "hinge zero sum", .source = "a mutant"};
  static constexpr bool zero_sum = true;

  auto critic_real(auto v) const { return min(v - 1, 0); }
  auto critic_fake(auto v) const { return min(-1 - v, 0); }
  auto generator_fake(auto v) const { return -v; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<HingeZeroSum>)
