#include <ganzoo/train/scheduler.hpp>

#include "hostile.hpp"

namespace {

struct HostileScheduler : hostile::Hostile<ganzoo::Scheduler> {
  HOSTILE(HostileScheduler)

  ganzoo::Turn next(const ganzoo::Progress& progress) override {
    trouble.used();
    const bool now = progress.step == at;
    if (now && way == "negative_steps") return {.critic_steps = -5};
    if (way == "no_steps") return {.critic_steps = 0};
    if (way == "negative_steps_at_once") return {.critic_steps = -5};
    if (now && way == "endless_steps") return {.critic_steps = std::int64_t{1} << 60};
    if (now && way == "no_order") return {.order = static_cast<ganzoo::Turn::Order>(7)};
    if (now && way == "no_number") return {.critic_rate = std::numeric_limits<double>::quiet_NaN()};
    return {};
  }
};

}  // namespace

GANZOO_PLUGIN(HostileScheduler)
