#include <ganzoo/ganzoo.hpp>

namespace {

/// √(1 + (u − 1)²) − 1: a smooth Huber, bounded by its slopes of 1.
struct HuberSmooth {
  static constexpr ganzoo::About about{.title = "huber smooth", .source = "a test", .bounded = true};

  auto f(auto u) const { return sqrt(1 + (u - 1) * (u - 1)) - 1; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<HuberSmooth>)
