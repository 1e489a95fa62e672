#include <numbers>

#include "noisy_curve.hpp"

namespace {

/// A spiral in the plane: near in space, far along the curve.
struct SwissRoll : ganzoo::data::NoisyCurve {
  static constexpr ganzoo::About about{
      .title = "Swiss roll, rolled out to the plane",
      .source = "Marsland, Machine Learning: An Algorithmic Perspective, 2009; scikit-learn's make_swiss_roll",
      .summary =
          "scale · t (cos t, sin t) with t uniform from 1.5π to 4.5π, with noise about it; its density is known."};

  double scale = 0.2;
  double std = 0.1;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("scale", &SwissRoll::scale, ganzoo::positive(), "of the spiral"),
      ganzoo::parameter("noise", &SwissRoll::std, ganzoo::positive(), "standard deviation about the spiral")};

  void prepare() override {
    if (std < 1e-3 * scale)
      throw ganzoo::Error(ganzoo::Exit::usage,
                          "data.noise is below a thousandth of data.scale, but must be at least that");
  }

 protected:
  std::uint64_t curves() const override { return 1; }
  double noise() const override { return std; }
  ganzoo::data::Place place(std::uint64_t, double share) const override {
    const double t = std::numbers::pi * (1.5 + 3 * share);
    return {scale * t * std::cos(t), scale * t * std::sin(t)};
  }
};

}  // namespace

GANZOO_PLUGIN(SwissRoll)
