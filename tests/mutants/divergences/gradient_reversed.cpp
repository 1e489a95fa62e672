#include "wrapped.hpp"

namespace {

using ganzoo::ConstMatrix, ganzoo::Matrix, ganzoo::Objective;

/// The critic's gradient to fake scores has the wrong sign: a detached loss that was never negated.
struct GradientReversed : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  Objective critic(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) override {
    const Objective objective = right.critic(real, fake, real_gradient, fake_gradient);
    for (float& g : fake_gradient.flat()) g = -g;
    return objective;
  }
};

}  // namespace

GANZOO_PLUGIN(GradientReversed)
