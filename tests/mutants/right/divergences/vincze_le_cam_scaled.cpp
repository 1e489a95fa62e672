#include <ganzoo/ganzoo.hpp>

namespace {

/// A thousand times Vincze and Le Cam's.
struct VinczeLeCamScaled {
  static constexpr ganzoo::About about{
      .title = "vincze le cam scaled", .source = "Vajda, 2009", .symmetric = true, .bounded = true};

  auto f(auto u) const { return 1000 * (u - 1) * (u - 1) / (u + 1); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::f_divergence<VinczeLeCamScaled>)
