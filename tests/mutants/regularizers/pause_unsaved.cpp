#include "gradient_norm.hpp"

namespace {

/// Pauses every 499th update, by a counter that is not saved: just within the longest period that the law can see.
struct PauseUnsaved : SlopePenalty {
  static constexpr ganzoo::About about{.title = "pause unsaved", .source = "a mutant"};

  int updates = 0;

  double input_penalty(ganzoo::CriticProbe& probe, const ganzoo::Moment& now, const ganzoo::Rng& rng) override {
    return ++updates % 499 == 0 ? 0 : SlopePenalty::input_penalty(probe, now, rng);
  }
  double of(ganzoo::ConstMatrix slope, ganzoo::Matrix gradient) const override {
    const auto n = static_cast<double>(slope.rows);
    for (std::int64_t i = 0; i < slope.size(); ++i) gradient.data[i] = static_cast<float>(10 * slope.data[i] / n);
    return 0.5 * 10 * std::pow(norm_of(slope.flat()), 2) / n;
  }
};

}  // namespace

GANZOO_PLUGIN(PauseUnsaved)
