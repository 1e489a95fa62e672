#include <ganzoo/ganzoo.hpp>

namespace {

/// ∫ (p−q)²/(p + s·q): triangular discrimination at s = 1, Neyman's χ² as s → 0.
struct SkewedTriangular {
  static constexpr ganzoo::About about{
      .title = "skewed triangular discrimination",
      .source = "Györfi & Vajda, a class of modified Pearson and Neyman statistics, 2001",
      .summary = "Between triangular discrimination and Neyman's χ².",
      .formula = "(u−1)²/(u+s)",
      .bounded = true};

  double s = 0.5;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("s", &SkewedTriangular::s, ganzoo::positive(), "how much of q stands below")};

  auto f(auto u) const { return (u - 1) * (u - 1) / (u + s); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<SkewedTriangular>)
