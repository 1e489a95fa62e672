#include "wrapped.hpp"

namespace {

/// Its objective is NaN from the first update: 0/0 of an empty running mean.
struct NotANumber : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    const ganzoo::Objective objective = right.critic(real, fake, real_gradient, fake_gradient);
    const double count = real.rows < 0 ? 1 : 0;
    if (count == 0) return {.value = objective.value * (0.0 / count), .estimate = objective.estimate};
    return right.critic(real, fake, real_gradient, fake_gradient);
  }
};

}  // namespace

GANZOO_PLUGIN(NotANumber)
