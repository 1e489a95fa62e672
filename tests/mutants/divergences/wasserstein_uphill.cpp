#include <ganzoo/ganzoo.hpp>

namespace {

/// Wasserstein whose generator minimises E v: it runs away from the data.
struct WassersteinUphill {
  static constexpr ganzoo::About about{.title = "wasserstein uphill", .source = "a mutant"};
  static constexpr bool needs_lipschitz = true;
  static constexpr bool estimates = true;

  auto critic_real(auto v) const { return v; }
  auto critic_fake(auto v) const { return -v; }
  auto generator_fake(auto v) const { return v; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<WassersteinUphill>)
