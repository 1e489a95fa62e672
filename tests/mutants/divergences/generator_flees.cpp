#include "wrapped.hpp"

namespace {

/// The generator ascends what it should descend.
struct GeneratorFlees : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  ganzoo::Objective generator(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                              ganzoo::Matrix fake_gradient) override {
    ganzoo::Objective result = right.generator(real, fake, real_gradient, fake_gradient);
    result.value = -result.value;
    for (float& g : fake_gradient.flat()) g = -g;
    return result;
  }
};

}  // namespace

GANZOO_PLUGIN(GeneratorFlees)
