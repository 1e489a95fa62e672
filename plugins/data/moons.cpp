#include <numbers>

#include "noisy_curve.hpp"

namespace {

/// Two half circles that reach into each other.
struct Moons : ganzoo::data::NoisyCurve {
  static constexpr ganzoo::About about{
      .title = "two moons",
      .source = "Pedregosa et al. (scikit-learn), JMLR 12, 2011, make_moons",
      .summary =
          "Half circles of radius 1 about (0, 0) and (1, ½), the first open below, the second above, with noise "
          "about them; its density is known."};

  double std = 0.1;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("noise", &Moons::std, ganzoo::closed(1e-3, 1e3), "standard deviation about the moons")};

 protected:
  std::uint64_t curves() const override { return 2; }
  double noise() const override { return std; }
  ganzoo::data::Place place(std::uint64_t moon, double share) const override {
    const double angle = std::numbers::pi * share, x = std::cos(angle), y = std::sin(angle);
    return moon == 0 ? ganzoo::data::Place{x, y} : ganzoo::data::Place{1 - x, 0.5 - y};
  }
};

}  // namespace

GANZOO_PLUGIN(Moons)
