#include <ganzoo/ganzoo.hpp>

namespace {

/// (u − 1)⁶: f″, f‴ and two derivatives more vanish at 1.
struct SixthPower {
  static constexpr ganzoo::About about{.title = "sixth power", .source = "Vajda, 1973"};

  auto f(auto u) const { return (u - 1) * (u - 1) * (u - 1) * (u - 1) * (u - 1) * (u - 1); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<SixthPower>)
