#include "gradient_norm.hpp"

namespace {

/// A penalty every 16th update, by a counter that is saved.
struct LazySaved : SlopePenalty {
  static constexpr ganzoo::About about{.title = "lazy saved", .source = "Karras et al., CVPR 2020"};

  std::int64_t updates = 0;

  double input_penalty(ganzoo::CriticProbe& probe, const ganzoo::Moment& now, const ganzoo::Rng& rng) override {
    return updates++ % 16 == 0 ? SlopePenalty::input_penalty(probe, now, rng) : 0;
  }
  double of(ganzoo::ConstMatrix slope, ganzoo::Matrix gradient) const override {
    const auto n = static_cast<double>(slope.rows);
    for (std::int64_t i = 0; i < slope.size(); ++i) gradient.data[i] = static_cast<float>(10 * slope.data[i] / n);
    return 0.5 * 10 * std::pow(norm_of(slope.flat()), 2) / n;
  }
  void state(ganzoo::Archive& archive) override { archive("updates", updates); }
};

}  // namespace

GANZOO_PLUGIN(LazySaved)
