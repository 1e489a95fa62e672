#include <ganzoo/ganzoo.hpp>

namespace {

/// The α-divergence at 0.3 from its f alone.
struct AlphaTyped {
  static constexpr ganzoo::About about{.title = "alpha typed", .source = "a test", .bounded = true};

  auto f(auto u) const { return (pow(u, 0.3) - 1 - 0.3 * (u - 1)) / (0.3 * (0.3 - 1)); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<AlphaTyped>)
