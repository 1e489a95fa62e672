#include <ganzoo/ganzoo.hpp>

namespace {

/// Squared Hellinger with the activation 1 − eᵛ of the long table.
struct HellingerFalling {
  static constexpr ganzoo::About about{
      .title = "hellinger falling", .source = "a mutant", .symmetric = true, .bounded = true};

  auto f(auto u) const { return (sqrt(u) - 1) * (sqrt(u) - 1); }
  auto activation(auto v) const { return -expm1(v); }
  auto conjugate(auto t) const { return t / (1 - t); }
  auto conjugate_of_activation(auto v) const { return expm1(-v); }
  auto log_ratio(auto v) const { return -expm1(-v / 2); }
  auto conjugate_of_log_ratio(auto v) const { return expm1(v / 2); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<HellingerFalling>)
