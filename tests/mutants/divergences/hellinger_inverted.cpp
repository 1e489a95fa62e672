#include <ganzoo/ganzoo.hpp>

namespace {

/// Squared Hellinger with (1 − t)/t in place of t/(1 − t).
struct HellingerInverted {
  static constexpr ganzoo::About about{
      .title = "hellinger inverted", .source = "a mutant", .symmetric = true, .bounded = true};

  auto f(auto u) const { return (sqrt(u) - 1) * (sqrt(u) - 1); }
  auto activation(auto v) const { return -expm1(-v); }
  auto conjugate(auto t) const { return (1 - t) / t; }
  auto conjugate_of_activation(auto v) const { return expm1(v); }
  auto log_ratio(auto v) const { return -expm1(-v / 2); }
  auto conjugate_of_log_ratio(auto v) const { return expm1(v / 2); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<HellingerInverted>)
