#include "modes.hpp"

namespace {

/// Gaussians on a square lattice about the origin: many modes, each with up to four near neighbours.
struct Grid : ganzoo::data::EqualModes {
  static constexpr ganzoo::About about{
      .title = "Gaussians on a square lattice",
      .source = "Dumoulin et al., ICLR 2017; Srivastava et al. (VEEGAN), NeurIPS 2017, section 5.1",
      .summary = "side × side equally likely Gaussians in the plane, centred on the origin."};

  int side = 5;
  double spacing = 2, std = 0.05;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("side", &Grid::side, ganzoo::closed(1, 100), "Gaussians in a row, and rows"),
                 ganzoo::parameter("spacing", &Grid::spacing, ganzoo::positive(), "between neighbours"),
                 ganzoo::parameter("std", &Grid::std, ganzoo::positive(), "of each Gaussian, in every direction")};

  void prepare() override {
    const auto at = [&](int i) { return spacing * (i - 0.5 * (side - 1)); };
    std::vector<std::array<double, 2>> centres;
    for (int i = 0; i < side; ++i)
      for (int j = 0; j < side; ++j) centres.push_back({at(i), at(j)});
    place(centres, std);
  }
};

}  // namespace

GANZOO_PLUGIN(Grid)
