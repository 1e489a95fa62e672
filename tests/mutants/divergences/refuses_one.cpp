#include "logistic.hpp"

namespace {

/// A batch of one sample is refused.
struct RefusesOne : Logistic {
  static constexpr ganzoo::About about{.title = "refuses one", .source = "a mutant"};

  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    if (real.size() == 1) throw std::invalid_argument("a batch of one");
    return Logistic::critic(real, fake, real_gradient, fake_gradient);
  }
};

}  // namespace

GANZOO_PLUGIN(RefusesOne)
