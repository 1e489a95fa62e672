#include "wrapped.hpp"

namespace {

/// The critic ascends 1.00003 times the bound, gradients and all: just more than the law can see.
struct TermsALittleOff : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    ganzoo::Objective result = right.critic(real, fake, real_gradient, fake_gradient);
    result.value *= 1.00003;
    for (const ganzoo::Matrix& gradient : {real_gradient, fake_gradient})
      for (float& g : gradient.flat()) g *= 1.00003F;
    return result;
  }
};

}  // namespace

GANZOO_PLUGIN(TermsALittleOff)
