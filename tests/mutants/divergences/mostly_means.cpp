#include "kernel.hpp"

namespace {

/// Squared distances between means and hardly anything else: just less than the law asks for.
struct MostlyMeans {
  static constexpr ganzoo::About about{.title = "mostly means", .source = "a mutant", .symmetric = true};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix gradient,
                  const ganzoo::Rng&) const {
    return discrepancy(real, fake, gradient, [](auto s) { return 1e-5 * exp(-0.5 * s) - s; });
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<MostlyMeans>)
