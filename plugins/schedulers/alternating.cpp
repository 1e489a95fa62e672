#include "decay_of_rates.hpp"

namespace {

/// Algorithm 1 of Goodfellow et al.: k critic updates, then one of the generator on fresh noise.
struct Alternating : ganzoo::Scheduler, ganzoo::schedulers::DecayOfRates {
  static constexpr ganzoo::About about{
      .title = "alternating updates",
      .source = "Goodfellow et al., Generative adversarial nets, NeurIPS 2014, Algorithm 1",
      .summary = "k critic updates, then one generator update; or the generator first, then the critic."};

  int critic_steps = 1;
  int generator_steps = 1;
  std::string first = "critic";
  static constexpr auto parameters = std::tuple_cat(
      std::tuple{
          ganzoo::parameter("critic_steps", &Alternating::critic_steps, ganzoo::at_least(1),
                            "k of Algorithm 1: critic updates for each generator update"),
          ganzoo::parameter(
              "generator_steps", &Alternating::generator_steps, ganzoo::at_least(1),
              "generator updates for each round of the critic's; more than one is what Algorithm 1 warns of: "
              "the generator then collapses onto what the critic likes best"),
          ganzoo::choice("first", &Alternating::first, "the player that moves first in a turn", "critic", "generator")},
      decay_parameters);

  ganzoo::Turn next(const ganzoo::Progress& progress) override {
    using Order = ganzoo::Turn::Order;
    const double rate = rate_at(progress);
    return {.critic_steps = critic_steps,
            .order = first == "critic" ? Order::critic_first : Order::generator_first,
            .critic_rate = rate,
            .generator_rate = rate,
            .generator_steps = generator_steps};
  }
};

}  // namespace

GANZOO_PLUGIN(Alternating)
