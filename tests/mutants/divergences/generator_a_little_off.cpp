#include "wrapped.hpp"

namespace {

/// The generator descends 1.00003 times its loss, gradient and all: just more than the law can see.
struct GeneratorALittleOff : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  ganzoo::Objective generator(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                              ganzoo::Matrix fake_gradient) override {
    ganzoo::Objective result = right.generator(real, fake, real_gradient, fake_gradient);
    result.value *= 1.00003;
    for (float& g : fake_gradient.flat()) g *= 1.00003F;
    return result;
  }
};

}  // namespace

GANZOO_PLUGIN(GeneratorALittleOff)
