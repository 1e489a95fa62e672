#include <ganzoo/ganzoo.hpp>

namespace {

/// Its decay ends at 6 % of the rates: just more than the law can see.
struct DecaysToSixPercent : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "decays to six percent", .source = "a mutant"};

  std::string decay = "none";
  static constexpr auto parameters =
      std::tuple{ganzoo::choice("decay", &DecaysToSixPercent::decay, "how the rates end", "none", "linear", "cosine")};

  ganzoo::Turn next(const ganzoo::Progress& p) override {
    const double rate = 0.06 + 0.94 * ganzoo::decay_factor(decay, 0, p);
    return {.critic_steps = 1, .critic_rate = rate, .generator_rate = rate};
  }
};

}  // namespace

GANZOO_PLUGIN(DecaysToSixPercent)
