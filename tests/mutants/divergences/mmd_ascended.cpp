#include "kernel.hpp"

namespace {

/// The gradient with the other sign: a step down it goes up.
struct MmdAscended {
  static constexpr ganzoo::About about{.title = "mmd ascended", .source = "a mutant", .symmetric = true};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix gradient,
                  const ganzoo::Rng&) const {
    const double d = discrepancy(real, fake, gradient, rbf());
    for (float& g : gradient.flat()) g = -g;
    return d;
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<MmdAscended>)
