#include "kernel.hpp"

namespace {

/// MMD whose gradient points uphill: returned for a caller that ascends.
struct MmdUphill {
  static constexpr ganzoo::About about{.title = "mmd uphill", .source = "a mutant"};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix gradient,
                  const ganzoo::Rng&) const {
    const double value = discrepancy(real, fake, gradient, rbf());
    for (float& g : gradient.flat()) g = -g;
    return value;
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<MmdUphill>)
