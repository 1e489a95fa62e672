#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Exponential decay, by a number that happens to be called `decay`.
struct Exponential : ganzoo::Scheduler {
  static constexpr ganzoo::About about{.title = "exponential", .source = "a test"};

  double decay = 0.999;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("decay", &Exponential::decay, ganzoo::closed(0, 1), "factor of both rates a step")};

  ganzoo::Turn next(const ganzoo::Progress& p) override {
    const double rate = std::pow(decay, static_cast<double>(p.step));
    return {.critic_steps = 1, .critic_rate = rate, .generator_rate = rate};
  }
};

}  // namespace

GANZOO_PLUGIN(Exponential)
