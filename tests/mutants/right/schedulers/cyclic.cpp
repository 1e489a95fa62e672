#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Rates that rise and fall (Smith, WACV 2017), whose length is called `decay`.
struct Cyclic : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "cyclic", .source = "a test"};

  int decay = 200;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("decay", &Cyclic::decay, ganzoo::at_least(2), "steps of a cycle")};

  ganzoo::Turn next(const ganzoo::Progress& p) override {
    const double x = static_cast<double>(p.step % decay) / decay, rate = 1 - std::abs(2 * x - 1);
    return {.critic_steps = 1, .critic_rate = rate, .generator_rate = rate};
  }
};

}  // namespace

GANZOO_PLUGIN(Cyclic)
