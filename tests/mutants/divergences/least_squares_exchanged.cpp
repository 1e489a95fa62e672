#include <ganzoo/ganzoo.hpp>

namespace {

/// Least squares with the targets of real and fake exchanged for the generator: it wants what the critic calls fake.
struct LeastSquaresExchanged {
  static constexpr ganzoo::About about{.title = "least squares exchanged", .source = "a mutant"};

  auto critic_real(auto v) const { return -0.5 * (v - 1) * (v - 1); }
  auto critic_fake(auto v) const { return -0.5 * v * v; }
  auto generator_fake(auto v) const { return 0.5 * (v + 1) * (v + 1); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<LeastSquaresExchanged>)
