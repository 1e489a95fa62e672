#include "wrapped.hpp"

namespace {

/// Beyond a score of 40 a fake is worth 0.2 % less, in silence: just more than the law can see.
struct CutFarOut : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  ganzoo::Objective generator(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                              ganzoo::Matrix fake_gradient) override {
    ganzoo::Objective result = right.generator(real, fake, real_gradient, fake_gradient);
    for (std::int64_t i = 0; i < fake.size(); ++i)
      if (fake.data[i] > 40)
        result.value += 0.002 * static_cast<double>(fake.data[i]) / static_cast<double>(fake.size());
    return result;
  }
};

}  // namespace

GANZOO_PLUGIN(CutFarOut)
