#include <ganzoo/ganzoo.hpp>

namespace {

/// Who is updated next, how often, how fast: here a critic that gets a head start in the first steps. Make it yours.
struct Template : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "template_name",
                                       .source = "author, venue, year, algorithm",
                                       .summary = "What it does, and when to use it."};

  int critic_steps = 1;
  int early_critic_steps = 5;
  int early = 100;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("critic_steps", &Template::critic_steps, ganzoo::at_least(1),
                        "critic updates for each generator update"),
      ganzoo::parameter("early_critic_steps", &Template::early_critic_steps, ganzoo::at_least(1), "the same, early on"),
      ganzoo::parameter("early", &Template::early, ganzoo::at_least(0), "generator updates that count as early")};

  /// A pure function of `progress`: a resumed run must come to the same turns.
  ganzoo::Turn next(const ganzoo::Progress& progress) override {
    return {.critic_steps = progress.step < early ? early_critic_steps : critic_steps,
            .order = ganzoo::Turn::Order::critic_first,
            .critic_rate = 1,
            .generator_rate = 1};
  }
};

}  // namespace

GANZOO_PLUGIN(Template)
