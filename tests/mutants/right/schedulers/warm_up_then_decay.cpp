#include <ganzoo/ganzoo.hpp>

namespace {

/// Warms up over a tenth of the run, then decays; the critic twice as fast as the generator.
struct WarmUpThenDecay : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "warm up then decay", .source = "a test"};

  std::string decay = "none";
  static constexpr auto parameters =
      std::tuple{ganzoo::choice("decay", &WarmUpThenDecay::decay, "how the rates end", "none", "linear", "cosine")};

  ganzoo::Turn next(const ganzoo::Progress& p) override {
    const double warm =
        p.steps > 0 ? std::min(1.0, 10 * static_cast<double>(p.step) / static_cast<double>(p.steps)) : 1;
    const double rate = 0.5 * warm * ganzoo::decay_factor(decay, 0.2, p);
    return {.critic_steps = 1, .critic_rate = 2 * rate, .generator_rate = rate};
  }
};

}  // namespace

GANZOO_PLUGIN(WarmUpThenDecay)
