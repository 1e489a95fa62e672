#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <numbers>

namespace {

/// Arms that curl about the origin: modes that are curved.
struct Pinwheel : ganzoo::Data {
  static constexpr ganzoo::About about{
      .title = "pinwheel",
      .source = "Johnson, Duvenaud, Wiltschko, Datta & Adams, NeurIPS 2016",
      .summary =
          "Equally likely Gaussians at distance 1 from the origin, long along the ray, each sample then turned by "
          "rate · exp(its coordinate along the ray). The map folds, so that no density is stated."};

  int arms = 5;
  double radial = 0.3, tangential = 0.1, rate = 0.25;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("arms", &Pinwheel::arms, ganzoo::closed(1, 1000), "number of arms"),
                 ganzoo::parameter("radial", &Pinwheel::radial, ganzoo::positive(), "standard deviation along the ray"),
                 ganzoo::parameter("tangential", &Pinwheel::tangential, ganzoo::positive(), "and across it"),
                 ganzoo::parameter("rate", &Pinwheel::rate, "how much it curls")};

  ganzoo::Shape shape() const override { return {2}; }

  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    const ganzoo::Rng choice = rng.child(0);
    rng.child(1).fill_normal(batch.flat(), 0, 1);
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const std::uint64_t arm = choice.below(static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(arms));
      const double along = 1 + radial * double{batch(i, 0)}, across = tangential * double{batch(i, 1)};
      const double angle = 2 * std::numbers::pi * static_cast<double>(arm) / arms + rate * std::exp(along);
      batch(i, 0) = static_cast<float>(along * std::cos(angle) - across * std::sin(angle));
      batch(i, 1) = static_cast<float>(along * std::sin(angle) + across * std::cos(angle));
    }
  }
};

}  // namespace

GANZOO_PLUGIN(Pinwheel)
