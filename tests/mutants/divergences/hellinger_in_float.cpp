#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Squared Hellinger as t/(1 − t) in float: half of the value is gone at v = 16, infinite at 17.
struct HellingerInFloat {
  static constexpr ganzoo::About about{
      .title = "hellinger in float", .source = "a mutant", .symmetric = true, .bounded = true};

  auto f(auto u) const { return (sqrt(u) - 1) * (sqrt(u) - 1); }
  auto activation(auto v) const { return -expm1(-v); }
  auto conjugate(auto t) const { return t / (1 - t); }
  auto conjugate_of_activation(auto v) const {
    const float t = 1 - std::exp(static_cast<float>(-ganzoo::plain(v)));
    const float s = 1 / (1 - t);
    return decltype(v){t * s, static_cast<double>(s * s * (1 - t)) * v.slope};
  }
  auto log_ratio(auto v) const { return -expm1(-v / 2); }
  auto conjugate_of_log_ratio(auto v) const { return expm1(v / 2); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<HellingerInFloat>)
