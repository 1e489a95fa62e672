#include "relativistic.hpp"

namespace {

/// The critic judges whether a sample is more realistic than the average of the other kind. Not an f-divergence, and
/// its minibatch value is biased: the mean stands inside the loss.
struct RelativisticAverage : RelativisticLoss {
  static constexpr ganzoo::About about{.title = "relativistic average game",
                                       .source = "Jolicoeur-Martineau, The relativistic discriminator, ICLR 2019",
                                       .summary = "RaGAN: as relativistic, against the other batch's mean score.",
                                       .formula = "−E_P loss(v − E_Q v) − E_Q loss(E_P v − v)"};

  ganzoo::Reading reading() const { return ganzoo::Reading::averaged; }
  auto critic_real(auto v) const { return -loss(v); }
  auto critic_fake(auto v) const { return -loss(-v); }
  auto generator_real(auto v) const { return loss(-v); }
  auto generator_fake(auto v) const { return loss(v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<RelativisticAverage>)
