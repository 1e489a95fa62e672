#include <algorithm>
#include <ganzoo/ganzoo.hpp>

namespace {

/// One point, again and again: the data of the Dirac GAN.
struct Point : ganzoo::Data {
  static constexpr ganzoo::About about{
      .title = "a single point of the line",
      .source = "Mescheder, Geiger & Nowozin, ICML 2018, section 2",
      .summary = "Every sample is the same number: what is left of training is the dynamics of the game itself."};

  double position = 0;
  static constexpr auto parameters = std::tuple{ganzoo::parameter("position", &Point::position, "of the point")};

  ganzoo::Shape shape() const override { return {1}; }
  void draw(ganzoo::Matrix batch, const ganzoo::Rng&) const override {
    std::ranges::fill(batch.flat(), static_cast<float>(position));
  }
};

}  // namespace

GANZOO_PLUGIN(Point)
