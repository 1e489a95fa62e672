#include <ganzoo/ganzoo.hpp>
#include <ganzoo/train/decay.hpp>

namespace {

/// Both players look a step ahead, and then move from where they stood by the gradients found there. Gradient steps of both
/// at once leave the equilibrium of a bilinear game; these approach it.
struct Extragradient : ganzoo::Scheduler {
  static constexpr ganzoo::About about{
      .title = "extragradient",
      .source =
          "Korpelevich, Matecon 12, 1976; Gidel, Berard, Vignoud, Vincent & Lacoste-Julien, ICLR 2019, Algorithms 2 "
          "and 4",
      .summary =
          "Simultaneous steps, each by the gradients a step ahead on the same batch: twice the price of "
          "`simultaneous`. An optimizer's moments see both gradients (ExtraAdam). Fits step plainly."};

  std::string decay = "none";
  double decay_from = 0;
  static constexpr auto parameters = std::tuple{
      ganzoo::choice("decay", &Extragradient::decay, "how both rates fall to 0 at the end", "none", "linear", "cosine"),
      ganzoo::parameter("decay_from", &Extragradient::decay_from, ganzoo::half_open(0, 1),
                        "the fraction of the run after which the decay begins")};

  ganzoo::Turn next(const ganzoo::Progress& progress) override {
    const double rate = ganzoo::decay_factor(decay, decay_from, progress);
    return {
        .order = ganzoo::Turn::Order::simultaneous, .critic_rate = rate, .generator_rate = rate, .extrapolate = true};
  }
};

}  // namespace

GANZOO_PLUGIN(Extragradient)
