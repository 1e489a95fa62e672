#include <ganzoo/ganzoo.hpp>

namespace {

/// Hinges rounded by softplus, four times as sharp.
struct SmoothedHinge {
  static constexpr ganzoo::About about{.title = "smoothed hinge", .source = "a test"};

  auto critic_real(auto v) const { return -softplus(4 * (1 - v)) / 4; }
  auto critic_fake(auto v) const { return -softplus(4 * (1 + v)) / 4; }
  auto generator_fake(auto v) const { return softplus(4 * (1 - v)) / 4; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<SmoothedHinge>)
