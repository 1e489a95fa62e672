#include "kernel.hpp"

namespace {

/// Energy distance with squared norms: it sees the means and nothing else.
struct EnergySquared {
  static constexpr ganzoo::About about{.title = "energy squared", .source = "a mutant"};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix gradient,
                  const ganzoo::Rng&) const {
    return discrepancy(real, fake, gradient, [](auto s) { return -s; });
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<EnergySquared>)
