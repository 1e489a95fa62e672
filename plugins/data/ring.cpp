#include <cmath>
#include <numbers>

#include "modes.hpp"

namespace {

/// Gaussians on a circle: a generator that drops modes is seen at a glance.
struct Ring : ganzoo::data::EqualModes {
  static constexpr ganzoo::About about{.title = "Gaussians on a circle",
                                       .source = "Metz, Poole, Pfau & Sohl-Dickstein, ICLR 2017, section 3.1",
                                       .summary =
                                           "Equally likely Gaussians whose means stand evenly on a circle in the "
                                           "plane, the first at (radius, 0)."};

  int mode_count = 8;
  double radius = 2, std = 0.02;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("modes", &Ring::mode_count, ganzoo::closed(1, 10000), "number of Gaussians"),
                 ganzoo::parameter("radius", &Ring::radius, ganzoo::positive(), "of the circle"),
                 ganzoo::parameter("std", &Ring::std, ganzoo::positive(), "of each Gaussian, in every direction")};

  void prepare() override {
    std::vector<std::array<double, 2>> centres;
    for (int i = 0; i < mode_count; ++i) {
      const double angle = 2 * std::numbers::pi * i / mode_count;
      centres.push_back({radius * std::cos(angle), radius * std::sin(angle)});
    }
    place(centres, std);
  }
};

}  // namespace

GANZOO_PLUGIN(Ring)
