#include <ganzoo/ganzoo.hpp>

namespace {

/// Its count of turns is a static variable, shared by every run of the process.
struct CountsForAll : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "counts for all", .source = "a mutant"};

  ganzoo::Turn next(const ganzoo::Progress&) override {
    static int turns = 0;
    return {.critic_steps = ++turns % 500 == 1 ? 100 : 5};
  }
};

}  // namespace

GANZOO_PLUGIN(CountsForAll)
