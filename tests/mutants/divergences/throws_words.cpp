#include "wrapped.hpp"

namespace {

/// Throws a string where it should say no.
struct ThrowsWords : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    if (real.size() > 0) throw "not today";
    return right.critic(real, fake, real_gradient, fake_gradient);
  }
};

}  // namespace

GANZOO_PLUGIN(ThrowsWords)
