#include <ganzoo/ganzoo.hpp>

namespace {

/// Not convex about u = 0.004, where p is far below q.
struct ConcaveDentFarOut {
  static constexpr ganzoo::About about{.title = "concave dent far out", .source = "a mutant"};

  auto f(auto u) const {
    const auto x = (u - 0.004) * 2e4;
    return -log(u) + 1e-4 * exp(-x * x);
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<ConcaveDentFarOut>)
