#include <ganzoo/ganzoo.hpp>

namespace {

/// A hundred critic steps at each of the first 25 turns and at every 500th (Arjovsky et al., 2017), five otherwise.
struct ManyAtFirst : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "many at first", .source = "a test"};

  ganzoo::Turn next(const ganzoo::Progress& p) override {
    return {.critic_steps = p.step < 25 || p.step % 500 == 0 ? 100 : 5};
  }
};

}  // namespace

GANZOO_PLUGIN(ManyAtFirst)
