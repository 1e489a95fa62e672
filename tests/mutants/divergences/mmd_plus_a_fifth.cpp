#include "kernel.hpp"

namespace {

/// MMD² plus 0.2: a sample is far from itself.
struct MmdPlusAFifth {
  static constexpr ganzoo::About about{.title = "mmd plus a fifth", .source = "a mutant", .symmetric = true};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix gradient,
                  const ganzoo::Rng&) const {
    return discrepancy(real, fake, gradient, rbf()) + 0.2;
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<MmdPlusAFifth>)
