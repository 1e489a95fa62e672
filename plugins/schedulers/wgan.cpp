#include "decay_of_rates.hpp"

namespace {

/// The schedule of the Wasserstein GAN: the critic is kept near its optimum, most of all at the start.
struct Wgan : ganzoo::Scheduler, ganzoo::schedulers::DecayOfRates {
  static constexpr ganzoo::About about{
      .title = "WGAN's schedule",
      .source = "Arjovsky, Chintala & Bottou, Wasserstein GAN, ICML 2017, Algorithm 1 and the authors' code",
      .summary = "k critic updates a turn, but 100 for the first 25 and every 500th generator update."};

  int critic_steps = 5;
  static constexpr auto parameters =
      std::tuple_cat(std::tuple{ganzoo::parameter("critic_steps", &Wgan::critic_steps, ganzoo::at_least(1),
                                                  "critic updates for each generator update outside of the warm-ups")},
                     decay_parameters);

  ganzoo::Turn next(const ganzoo::Progress& progress) override {
    const bool warm_up = progress.step < 25 || progress.step % 500 == 0;
    const double rate = rate_at(progress);
    return {.critic_steps = warm_up ? 100 : critic_steps, .critic_rate = rate, .generator_rate = rate};
  }
};

}  // namespace

GANZOO_PLUGIN(Wgan)
