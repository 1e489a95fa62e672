#include "relativistic.hpp"

namespace {

/// The critic judges whether a real sample is more realistic than a fake one, pair by pair. With the logistic loss the
/// optimal critic is log p/q up to a constant, and the value is that of the game between P⊗Q and Q⊗P.
struct Relativistic : RelativisticLoss {
  static constexpr ganzoo::About about{.title = "relativistic game",
                                       .source = "Jolicoeur-Martineau, The relativistic discriminator, ICLR 2019",
                                       .summary = "Both players see both batches: real scores fall as fake ones rise.",
                                       .formula = "−E loss(x − y); generator E loss(y − x)",
                                       .optimal_critic = "log(p/q) + any constant, with the logistic loss"};

  ganzoo::Reading reading() const { return ganzoo::Reading::paired; }
  auto critic_real(auto v) const { return -loss(v); }
  auto generator_fake(auto v) const { return loss(v); }
};

}  // namespace

GANZOO_PLUGIN(ganzoo::critic_loss<Relativistic>)
