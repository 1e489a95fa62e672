#include <ganzoo/ganzoo.hpp>

namespace {

/// The relativistic average game with hinges: sums in float and kinks at once.
struct HingeAveraged {
  static constexpr ganzoo::About about{.title = "hinge averaged", .source = "Jolicoeur-Martineau, ICLR 2019"};

  static ganzoo::Reading reading() { return ganzoo::Reading::averaged; }
  auto critic_real(auto v) const { return -max(1 - v, 0); }
  auto critic_fake(auto v) const { return -max(1 + v, 0); }
  auto generator_real(auto v) const { return max(1 + v, 0); }
  auto generator_fake(auto v) const { return max(1 - v, 0); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<HingeAveraged>)
