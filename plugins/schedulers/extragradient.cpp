#include "decay_of_rates.hpp"

namespace {

/// Both players look a step ahead, and then move from where they stood by the gradients found there. Gradient steps of both
/// at once leave the equilibrium of a bilinear game; these approach it.
struct Extragradient : ganzoo::Scheduler, ganzoo::schedulers::DecayOfRates {
  static constexpr ganzoo::About about{
      .title = "extragradient",
      .source =
          "Korpelevich, Matecon 12, 1976; Gidel, Berard, Vignoud, Vincent & Lacoste-Julien, ICLR 2019, Algorithms 2 "
          "and 4",
      .summary =
          "Simultaneous steps, each by the gradients a step ahead on the same batch: twice the price of "
          "`simultaneous`. An optimizer's moments see both gradients (ExtraAdam). Fits step plainly."};

  static constexpr auto parameters = decay_parameters;

  ganzoo::Turn next(const ganzoo::Progress& progress) override {
    const double rate = rate_at(progress);
    return {
        .order = ganzoo::Turn::Order::simultaneous, .critic_rate = rate, .generator_rate = rate, .extrapolate = true};
  }
};

}  // namespace

GANZOO_PLUGIN(Extragradient)
