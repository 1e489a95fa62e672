#include <ganzoo/ganzoo.hpp>

namespace {

/// Absolute values of u − ½ and u − 2 beside a square root: kinks where no grid lies.
struct KinkedTwice {
  static constexpr ganzoo::About about{.title = "kinked twice", .source = "a test", .bounded = true};

  auto f(auto u) const { return 0.3 * abs(u - 0.5) + 0.2 * abs(u - 2) - 0.35 + (sqrt(u) - 1) * (sqrt(u) - 1); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<KinkedTwice>)
