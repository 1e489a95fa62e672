#include <ganzoo/ganzoo.hpp>

namespace {

/// u log² u, "exponential divergence": negative curvature below u = 1/e, no f-divergence at all.
struct SquaredLog {
  static constexpr ganzoo::About about{.title = "squared log", .source = "a mutant"};

  auto f(auto u) const { return u * log(u) * log(u); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<SquaredLog>)
