#include "wrapped.hpp"

namespace {

using ganzoo::ConstMatrix, ganzoo::Matrix, ganzoo::Objective;

/// Objectives summed over the batch instead of averaged: the learning rate depends on its size.
struct Summed : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  Objective critic(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) override {
    Objective objective = right.critic(real, fake, real_gradient, fake_gradient);
    objective.value *= static_cast<double>(real.size());
    for (float& g : real_gradient.flat()) g *= static_cast<float>(real.size());
    for (float& g : fake_gradient.flat()) g *= static_cast<float>(real.size());
    return objective;
  }
};

}  // namespace

GANZOO_PLUGIN(Summed)
