#include "kernel.hpp"

namespace {

/// 10⁻⁵ of the first fake's place on top: the order of the samples matters, just more than the law can see.
struct FirstCountsMore {
  static constexpr ganzoo::About about{.title = "first counts more", .source = "a mutant", .symmetric = true};

  double distance(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix gradient,
                  const ganzoo::Rng&) const {
    const double d = discrepancy(real, fake, gradient, rbf());
    gradient(0, 0) += 1e-5F;
    return d + 1e-5 * double{fake(0, 0)};
  }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::sample_distance<FirstCountsMore>)
