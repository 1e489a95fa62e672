#include "feature_distance.hpp"

namespace {

/// Cramér GAN: the energy distance between the critic's features h, E|h(x) − h(y)| less half the distances within each side,
/// twice. Its minibatch gradient is unbiased up to the pairs of a point with itself, which have none.
struct Cramer : ganzoo::FeatureDistance {
  static constexpr ganzoo::About about{
      .title = "Cramér GAN",
      .source =
          "Bellemare, Danihelka, Dabney et al., The Cramer distance as a solution to biased Wasserstein gradients, "
          "arXiv:1705.10743, 2017",
      .summary =
          "An energy distance of learned features: discriminator.outputs says how many. It grows with their scale, "
          "so that the critic must be Lipschitz.",
      .formula = "2 E|h(x) − h(y)| − E|h(x) − h(x′)| − E|h(y) − h(y′)|",
      .symmetric = true};

  Cramer() { radial_ = ganzoo::Radial::root(); }

  ganzoo::DivergenceTraits traits() const override {
    ganzoo::DivergenceTraits traits = FeatureDistance::traits();
    traits.needs_lipschitz = true;
    return traits;
  }
};

}  // namespace

GANZOO_PLUGIN(Cramer)
