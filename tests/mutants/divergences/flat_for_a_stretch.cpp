#include "kl.hpp"

namespace {

/// A square, but linear between u = 2.941 and 2.950, and nothing says so: just more than the law can see.
struct FlatForAStretch {
  static constexpr ganzoo::About about{.title = "flat for a stretch", .source = "a mutant"};

  static constexpr double low = 2.941, high = 2.950;
  auto f(auto u) const {
    const auto rising = (low - 1) * (low - 1) + 2 * (low - 1) * (u - low);
    return select(u < low, (u - 1) * (u - 1), select(u < high, rising, rising + (u - high) * (u - high)));
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<FlatForAStretch>)
