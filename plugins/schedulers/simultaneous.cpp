#include "decay_of_rates.hpp"

namespace {

/// The single step of f-GAN: both players move from the same point, on the same batch.
struct Simultaneous : ganzoo::Scheduler, ganzoo::schedulers::DecayOfRates {
  static constexpr ganzoo::About about{
      .title = "simultaneous updates",
      .source = "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016, Algorithm 1",
      .summary = "One step of both players from the same point: one forward and one backward pass serve both."};

  static constexpr auto parameters = decay_parameters;

  ganzoo::Turn next(const ganzoo::Progress& progress) override {
    const double rate = rate_at(progress);
    return {.order = ganzoo::Turn::Order::simultaneous, .critic_rate = rate, .generator_rate = rate};
  }
};

}  // namespace

GANZOO_PLUGIN(Simultaneous)
