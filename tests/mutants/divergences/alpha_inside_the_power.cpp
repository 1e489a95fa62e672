#include <ganzoo/ganzoo.hpp>

namespace {

/// α = ½ with the 1/α of its conjugate inside the power.
struct AlphaInsideThePower {
  static constexpr ganzoo::About about{
      .title = "alpha inside the power", .source = "a mutant", .symmetric = true, .bounded = true};

  auto f(auto u) const { return (sqrt(u) - 1 - 0.5 * (u - 1)) / -0.25; }
  auto activation(auto v) const { return 2 - softplus(-v); }
  auto conjugate(auto t) const { return 1 / ((1 - t / 2) / 0.5) - 2; }
  auto log_ratio(auto v) const { return expm1(-0.5 * v) / -0.5; }
  auto conjugate_of_log_ratio(auto v) const { return expm1(0.5 * v) / 0.5; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<AlphaInsideThePower>)
