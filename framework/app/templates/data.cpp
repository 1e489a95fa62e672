#include <cmath>
#include <ganzoo/ganzoo.hpp>
#include <numbers>

namespace {

/// A density to draw from: here a spiral in the plane. Make it yours.
///
/// Finite data (files) overrides size() and fetch() instead of draw(): <ganzoo/train/data.hpp>.
struct Template : ganzoo::Data {
  static constexpr ganzoo::About about{.title = "template_name",
                                       .source = "author, venue, year, section",
                                       .summary = "What it does, and when to use it."};

  double turns = 1.5;
  double std = 0.02;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("turns", &Template::turns, ganzoo::positive(), "of the spiral, from 0 to radius 2"),
                 ganzoo::parameter("std", &Template::std, ganzoo::positive(), "of the noise, in every direction")};

  ganzoo::Shape shape() const override { return {2}; }

  /// Row i comes from the i-th numbers of the stream alone, however many rows are asked for.
  void draw(ganzoo::Matrix batch, const ganzoo::Rng& rng) const override {
    const ganzoo::Rng along = rng.child(0);
    rng.child(1).fill_normal(batch.flat(), 0, static_cast<float>(std));
    for (std::int64_t i = 0; i < batch.rows; ++i) {
      const double radius = 2 * std::sqrt(along.uniform(static_cast<std::uint64_t>(i)));
      const double angle = std::numbers::pi * turns * radius;
      batch(i, 0) += static_cast<float>(radius * std::cos(angle));
      batch(i, 1) += static_cast<float>(radius * std::sin(angle));
    }
  }
};

}  // namespace

GANZOO_PLUGIN(Template)
