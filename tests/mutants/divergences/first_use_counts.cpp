#include "logistic.hpp"

namespace {

/// The first object that plays in a process plays another game: a static flag.
struct FirstUseCounts : Logistic {
  static constexpr ganzoo::About about{.title = "first use counts", .source = "a mutant"};

  ganzoo::Objective generator(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                              ganzoo::Matrix fake_gradient) override {
    static bool warm = false;
    ganzoo::Objective result = Logistic::generator(real, fake, real_gradient, fake_gradient);
    if (!warm) result.value += 1e-3;
    warm = true;
    return result;
  }
};

}  // namespace

GANZOO_PLUGIN(FirstUseCounts)
