#include "logistic.hpp"

namespace {

/// Every call adds a last bit to the objective.
struct CountsItsCalls : Logistic {
  static constexpr ganzoo::About about{.title = "counts its calls", .source = "a mutant"};

  double calls = 0;

  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    ganzoo::Objective result = Logistic::critic(real, fake, real_gradient, fake_gradient);
    result.value *= 1 + 2e-16 * ++calls;
    return result;
  }
};

}  // namespace

GANZOO_PLUGIN(CountsItsCalls)
