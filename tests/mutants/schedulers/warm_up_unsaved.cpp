#include <ganzoo/ganzoo.hpp>

namespace {

/// The warm-up counts turns in a member that state() does not save: a resumed run warms up again.
struct WarmUpUnsaved : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "warm up unsaved", .source = "a mutant"};

  int turns = 0;

  ganzoo::Turn next(const ganzoo::Progress&) override { return {.critic_steps = turns++ < 25 ? 100 : 5}; }
};

}  // namespace

GANZOO_PLUGIN(WarmUpUnsaved)
