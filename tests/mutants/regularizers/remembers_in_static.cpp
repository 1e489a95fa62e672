#include "gradient_norm.hpp"

namespace {

/// R1 with a weight that a static counter raises by a last bit or two.
struct RemembersInStatic : SlopePenalty {
  static constexpr ganzoo::About about{.title = "remembers in static", .source = "a mutant"};

  double input_penalty(ganzoo::CriticProbe& probe, const ganzoo::Moment& now, const ganzoo::Rng& rng) override {
    static double calls = 0;
    return SlopePenalty::input_penalty(probe, now, rng) * (1 + 1e-15 * ++calls);
  }
  double of(ganzoo::ConstMatrix slope, ganzoo::Matrix gradient) const override {
    const auto n = static_cast<double>(slope.rows);
    for (std::int64_t i = 0; i < slope.size(); ++i) gradient.data[i] = static_cast<float>(10 * slope.data[i] / n);
    return 0.5 * 10 * std::pow(norm_of(slope.flat()), 2) / n;
  }
};

}  // namespace

GANZOO_PLUGIN(RemembersInStatic)
