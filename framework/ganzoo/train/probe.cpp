#include <ganzoo/train/probe.hpp>

#include <algorithm>

namespace ganzoo {

CriticProbe::CriticProbe(nn::Engine& engine, nn::Network& critic, ConstMatrix real, ConstMatrix fake)
    : plan_(critic.plan(engine, {.batch = static_cast<int>(real.rows),
                                 .input_gradient = true,
                                 .weight_gradient = true,
                                 .accumulate = true,
                                 .tangent = true,
                                 .update_statistics = false})),
      real_(real),
      fake_(fake),
      direction_(real.rows, real.columns) {}

ConstMatrix CriticProbe::gradient() {
  plan_->forward();
  std::ranges::fill(plan_->output_gradient().flat(), 1.0F);
  plan_->backward_input();
  return plan_->input_gradient();
}

void CriticProbe::descend() {
  // The critic ascends its gradient; what it shall descend enters with the opposite sign.
  std::ranges::transform(direction_.view().flat(), plan_->input_tangent().flat().begin(), std::negate{});
  plan_->tangent();
  plan_->tangent_backward();
}

}  // namespace ganzoo
