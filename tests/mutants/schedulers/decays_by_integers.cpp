#include <ganzoo/ganzoo.hpp>

namespace {

/// step / steps in integers is 0 until the end: the decay never comes.
struct DecaysByIntegers : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "decays by integers", .source = "a mutant"};

  std::string decay = "none";
  static constexpr auto parameters =
      std::tuple{ganzoo::choice("decay", &DecaysByIntegers::decay, "how both rates fall", "none", "linear", "cosine")};

  ganzoo::Turn next(const ganzoo::Progress& progress) override {
    const double done = static_cast<double>(progress.steps > 0 ? progress.step / progress.steps : 0);
    const double rate = decay == "none" ? 1 : 1 - done;
    return {.critic_rate = rate, .generator_rate = rate};
  }
};

}  // namespace

GANZOO_PLUGIN(DecaysByIntegers)
