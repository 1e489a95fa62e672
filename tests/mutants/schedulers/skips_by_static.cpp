#include <ganzoo/ganzoo.hpp>

namespace {

/// One critic step fewer every 5000 turns, counted in a static variable.
struct SkipsByStatic : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "skips by static", .source = "a mutant"};

  ganzoo::Turn next(const ganzoo::Progress&) override {
    static int turns = 0;
    return {.critic_steps = ++turns % 5000 == 0 ? 4 : 5, .critic_rate = 1, .generator_rate = 1};
  }
};

}  // namespace

GANZOO_PLUGIN(SkipsByStatic)
