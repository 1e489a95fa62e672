#include <cstdlib>

#include "wrapped.hpp"

namespace {

/// Ends the whole process when it is played.
struct Exits : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    std::_Exit(3);
    return right.critic(real, fake, real_gradient, fake_gradient);
  }
};

}  // namespace

GANZOO_PLUGIN(Exits)
