#include <ganzoo/ganzoo.hpp>

namespace {

/// Turn 1111 has no critic step: one turn of 1200 that no trainer can play.
struct OneTurnOfNone : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "one turn of none", .source = "a mutant"};

  ganzoo::Turn next(const ganzoo::Progress& p) override { return {.critic_steps = p.step == 1111 ? 0 : 1}; }
};

}  // namespace

GANZOO_PLUGIN(OneTurnOfNone)
