#include <ganzoo/ganzoo.hpp>

namespace {

/// Rests the generator every 12000 turns, by a counter that is saved.
struct PauseSaved : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "pause saved", .source = "a test"};

  std::int64_t turns = 0;
  ganzoo::Turn next(const ganzoo::Progress&) override {
    return {.critic_steps = 1, .critic_rate = 1, .generator_rate = ++turns % 12'000 == 0 ? 0.0 : 1.0};
  }
  void state(ganzoo::Archive& archive) override { archive("turns", turns); }
};

}  // namespace

GANZOO_PLUGIN(PauseSaved)
