#include "logistic.hpp"

namespace {

/// A real sample weighs 10⁻⁷ more than the one before it: just more than the law can see.
struct LaterCountsMore : Logistic {
  static constexpr ganzoo::About about{.title = "later counts more", .source = "a mutant"};

  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    ganzoo::Objective result = Logistic::critic(real, fake, real_gradient, fake_gradient);
    for (std::int64_t i = 0; i < real.size(); ++i)
      result.value -=
          1e-7 * static_cast<double>(i) * softplus_of(-double{real.data[i]}) / static_cast<double>(real.size());
    return result;
  }
};

}  // namespace

GANZOO_PLUGIN(LaterCountsMore)
