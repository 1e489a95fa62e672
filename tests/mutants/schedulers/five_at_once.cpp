#include <ganzoo/ganzoo.hpp>

namespace {

/// Five critic steps and a simultaneous one: both players cannot move from the same point so.
struct FiveAtOnce : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "five at once", .source = "a mutant"};

  ganzoo::Turn next(const ganzoo::Progress&) override {
    return {.critic_steps = 5, .order = ganzoo::Turn::Order::simultaneous};
  }
};

}  // namespace

GANZOO_PLUGIN(FiveAtOnce)
