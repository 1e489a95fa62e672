#include <ganzoo/ganzoo.hpp>

namespace {

/// Hinge with relu(1 − D) on fakes too: both batches are pushed up, and the critic never learns a difference.
struct HingeOnOneSide {
  static constexpr ganzoo::About about{.title = "hinge on one side", .source = "a mutant"};

  auto critic_real(auto v) const { return min(v - 1, 0); }
  auto critic_fake(auto v) const { return min(v - 1, 0); }
  auto generator_fake(auto v) const { return -v; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<HingeOnOneSide>)
