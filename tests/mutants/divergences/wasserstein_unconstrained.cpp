#include <ganzoo/ganzoo.hpp>

namespace {

/// Wasserstein that does not say it needs a Lipschitz constraint: its critic grows without bound.
struct WassersteinUnconstrained {
  static constexpr ganzoo::About about{.title = "wasserstein unconstrained", .source = "a mutant"};
  static constexpr bool estimates = true;
  static constexpr bool zero_sum = true;

  auto critic_real(auto v) const { return v; }
  auto critic_fake(auto v) const { return -v; }
  auto generator_fake(auto v) const { return -v; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<WassersteinUnconstrained>)
