#include <ganzoo/ganzoo.hpp>

namespace {

/// ∣χ∣⁴ (Vajda 1973): strictly convex, though f″(1) = 0.
struct ChiToTheFourth {
  static constexpr ganzoo::About about{.title = "chi to the fourth", .source = "a test"};

  auto f(auto u) const { return (u - 1) * (u - 1) * (u - 1) * (u - 1); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<ChiToTheFourth>)
