#include <ganzoo/ganzoo.hpp>

namespace {

/// Jensen–Shannon with an affine term, which changes no D.
struct JensenShannonShifted {
  static constexpr ganzoo::About about{
      .title = "jensen shannon shifted", .source = "a test", .symmetric = true, .bounded = true};

  auto f(auto u) const { return u * log(2 * u / (1 + u)) + log(2 / (1 + u)) + 3 * (u - 1); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<JensenShannonShifted>)
