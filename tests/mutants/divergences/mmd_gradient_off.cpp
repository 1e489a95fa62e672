#include "kernel.hpp"

namespace {

/// MMD², its gradient 0.15 % too large: just more than the law can see.
struct MmdGradientOff {
  static constexpr ganzoo::About about{.title = "mmd gradient off", .source = "a mutant", .symmetric = true};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix gradient,
                  const ganzoo::Rng&) const {
    const double value = discrepancy(real, fake, gradient, rbf());
    for (float& g : gradient.flat()) g *= 1.0015F;
    return value;
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<MmdGradientOff>)
