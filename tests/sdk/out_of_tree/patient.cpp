#include <ganzoo/ganzoo.hpp>

namespace {

/// More critic updates a turn as training goes on.
struct Patient : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "a critic that gets more updates over time", .source = ""};

  int most = 3;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("most", &Patient::most, ganzoo::at_least(1), "critic updates in the last turn")};

  ganzoo::Turn next(const ganzoo::Progress& progress) override {
    return {.critic_steps = 1 + (most - 1) * progress.step / progress.steps,
            .order = ganzoo::Turn::Order::critic_first,
            .critic_rate = 1,
            .generator_rate = 1};
  }
};

}  // namespace

GANZOO_PLUGIN(Patient)
