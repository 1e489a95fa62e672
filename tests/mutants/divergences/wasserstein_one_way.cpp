#include <ganzoo/ganzoo.hpp>

namespace {

/// Fakes count 10⁻⁵ more than real samples: turned round, the critic earns another value.
struct WassersteinOneWay {
  static constexpr ganzoo::About about{.title = "wasserstein one way", .source = "a mutant", .symmetric = true};

  static constexpr bool needs_lipschitz = true;
  static constexpr bool estimates = true;
  static constexpr bool zero_sum = true;

  auto critic_real(auto v) const { return v; }
  auto critic_fake(auto v) const { return -1.00001 * v; }
  auto generator_fake(auto v) const { return -1.00001 * v; }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<WassersteinOneWay>)
