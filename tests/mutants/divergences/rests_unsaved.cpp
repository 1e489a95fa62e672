#include "logistic.hpp"

namespace {

/// Every 1999th update earns a thousandth more, by a counter that is not saved: just within the longest period that
/// the law can see.
struct RestsUnsaved : Logistic {
  static constexpr ganzoo::About about{.title = "rests unsaved", .source = "a mutant"};

  int updates = 0;

  void after_critic_update(const ganzoo::Objective&) override { ++updates; }
  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    ganzoo::Objective result = Logistic::critic(real, fake, real_gradient, fake_gradient);
    if (updates % 1999 == 1998) result.value *= 1.001;
    return result;
  }
};

}  // namespace

GANZOO_PLUGIN(RestsUnsaved)
