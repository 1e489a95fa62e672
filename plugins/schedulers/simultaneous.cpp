#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/decay.hpp>

namespace {

/// The single step of f-GAN: both players move from the same point, on the same batch.
struct Simultaneous : ganzoo::Scheduler {
  static constexpr ganzoo::About about{
      .title = "simultaneous updates",
      .source = "Nowozin, Cseke & Tomioka, f-GAN, NeurIPS 2016, Algorithm 1",
      .summary = "One step of both players from the same point: one forward and one backward pass serve both."};

  std::string decay = "none";
  double decay_from = 0;
  static constexpr auto parameters = std::tuple{
      ganzoo::choice("decay", &Simultaneous::decay, "how both rates fall to 0 at the end", "none", "linear", "cosine"),
      ganzoo::parameter("decay_from", &Simultaneous::decay_from, ganzoo::half_open(0, 1),
                        "the fraction of the run after which the decay begins")};

  ganzoo::Turn next(const ganzoo::Progress& progress) override {
    const double rate = ganzoo::decay_factor(decay, decay_from, progress);
    return {.order = ganzoo::Turn::Order::simultaneous, .critic_rate = rate, .generator_rate = rate};
  }
};

}  // namespace

GANZOO_PLUGIN(Simultaneous)
