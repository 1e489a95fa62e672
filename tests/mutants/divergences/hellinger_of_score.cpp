#include <ganzoo/ganzoo.hpp>

namespace {

/// The conjugate t/(1 − t) applied to the raw score instead of to g(v).
struct HellingerOfScore {
  static constexpr ganzoo::About about{
      .title = "hellinger of score", .source = "a mutant", .symmetric = true, .bounded = true};

  auto f(auto u) const { return (sqrt(u) - 1) * (sqrt(u) - 1); }
  auto activation(auto v) const { return -expm1(-v); }
  auto conjugate(auto t) const { return t / (1 - t); }
  auto conjugate_of_activation(auto v) const { return v / (1 - v); }
  auto log_ratio(auto v) const { return -expm1(-v / 2); }
  auto conjugate_of_log_ratio(auto v) const { return expm1(v / 2); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<HellingerOfScore>)
