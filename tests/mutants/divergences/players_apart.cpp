#include "wrapped.hpp"

namespace {

/// The critic's gradient to fakes is 3·10⁻⁵ too large: the game turns faster than f predicts, just more than the law can see.
struct PlayersApart : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    const ganzoo::Objective result = right.critic(real, fake, real_gradient, fake_gradient);
    for (float& g : fake_gradient.flat()) g *= 1.00003F;
    return result;
  }
};

}  // namespace

GANZOO_PLUGIN(PlayersApart)
