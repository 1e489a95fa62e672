#include <ganzoo/ganzoo.hpp>

namespace {

/// ∣χ∣^1.5 (Vajda 1973): f″(1) is infinite.
struct ChiToTheThreeHalves {
  static constexpr ganzoo::About about{.title = "chi to the three halves", .source = "a test"};

  auto f(auto u) const { return pow(abs(u - 1), 1.5); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<ChiToTheThreeHalves>)
