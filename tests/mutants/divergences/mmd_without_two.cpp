#include "kernel.hpp"

namespace {

/// MMD without the 2 before the cross term: a sample is far from itself.
struct MmdWithoutTwo {
  static constexpr ganzoo::About about{.title = "mmd without two", .source = "a mutant"};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix gradient,
                  const ganzoo::Rng&) const {
    return discrepancy(real, fake, gradient, rbf(), 1);
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<MmdWithoutTwo>)
