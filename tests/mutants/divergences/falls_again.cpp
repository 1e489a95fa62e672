#include "kernel.hpp"

namespace {

/// D − 0.7 D²: from some distance on, what lies farther is nearer.
struct FallsAgain {
  static constexpr ganzoo::About about{.title = "falls again", .source = "a mutant", .symmetric = true};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix gradient,
                  const ganzoo::Rng&) const {
    const double d = discrepancy(real, fake, gradient, rbf());
    for (float& g : gradient.flat()) g *= static_cast<float>(1 - 1.4 * d);
    return d - 0.7 * d * d;
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<FallsAgain>)
