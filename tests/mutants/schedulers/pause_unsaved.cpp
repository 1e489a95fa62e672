#include <ganzoo/ganzoo.hpp>

namespace {

/// Rests the generator every 12000 turns, by a counter that is not saved: just within what the law can see.
struct PauseUnsaved : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "pause unsaved", .source = "a mutant"};

  int turns = 0;
  ganzoo::Turn next(const ganzoo::Progress&) override {
    return {.critic_steps = 1, .critic_rate = 1, .generator_rate = ++turns % 12'000 == 0 ? 0.0 : 1.0};
  }
};

}  // namespace

GANZOO_PLUGIN(PauseUnsaved)
