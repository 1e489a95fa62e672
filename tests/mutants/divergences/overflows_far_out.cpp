#include "kernel.hpp"

namespace {

/// exp of the distance in single precision: infinite for far samples.
struct OverflowsFarOut {
  static constexpr ganzoo::About about{.title = "overflows far out", .source = "a mutant", .symmetric = true};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix gradient,
                  const ganzoo::Rng&) const {
    const double d = discrepancy(real, fake, gradient, rbf());
    float most = 0;
    for (const float x : fake.flat()) most = std::max(most, std::exp(x));
    return d + 1e-12 * double{most};
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<OverflowsFarOut>)
