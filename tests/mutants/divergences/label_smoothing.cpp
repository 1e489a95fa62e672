#include "wrapped.hpp"

namespace {

using ganzoo::ConstMatrix, ganzoo::Matrix, ganzoo::Objective;

/// One-sided label smoothing left in: the critic is asked to say 0.9 on data, and the estimate is no bound of JSD.
struct LabelSmoothing : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  Objective critic(ConstMatrix real, ConstMatrix fake, Matrix real_gradient, Matrix fake_gradient) override {
    Objective objective = right.critic(real, fake, real_gradient, fake_gradient);
    for (std::int64_t i = 0; i < real.size(); ++i) {  // 0.9 log D + 0.1 log(1 − D)
      objective.value -= 0.1 * real.data[i] / static_cast<double>(real.size());
      real_gradient.data[i] -= 0.1F / static_cast<float>(real.size());
    }
    objective.estimate = objective.value;
    return objective;
  }
  double estimate(ConstMatrix real, ConstMatrix fake) const override {
    double value = right.estimate(real, fake);
    for (const float v : real.flat()) value -= 0.1 * v / static_cast<double>(real.size());
    return value;
  }
};

}  // namespace

GANZOO_PLUGIN(LabelSmoothing)
