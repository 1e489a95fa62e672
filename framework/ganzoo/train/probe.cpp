#include <algorithm>
#include <functional>
#include <ganzoo/core/profile.hpp>
#include <ganzoo/train/machine.hpp>
#include <ganzoo/train/probe.hpp>
#include <utility>

namespace ganzoo {

CriticProbe::CriticProbe(Machine& machine, nn::Network& critic, ConstMatrix real, ConstMatrix fake, Look look,
                         nn::Label* labels)
    : own_(std::make_unique<SharedPlan>(machine, critic,
                                        nn::Use{.batch = static_cast<int>(real.rows),
                                                .input_gradient = true,
                                                .weight_gradient = true,
                                                .accumulate = true,
                                                .tangent = true,
                                                .update_statistics = false},
                                        nn::Wires{.labels = labels})),
      plan_(own_.get()),
      look_(look),
      real_(real),
      fake_(fake),
      direction_(real.rows, real.columns) {}

CriticProbe::CriticProbe(SharedPlan& pass, ConstMatrix real, ConstMatrix fake)
    : plan_(&pass), look_(Look::points), real_(real), fake_(fake), direction_(real.rows, real.columns) {}

CriticProbe::~CriticProbe() = default;

Matrix CriticProbe::points() const { return plan_->input(); }

void CriticProbe::randomize(const Rng& layers) {
  if (own_) own_->randomize(layers);
}

ConstMatrix CriticProbe::gradient() {
  const profile::Scope scope("gradient at points");
  if (look_ != Look::points) std::ranges::copy((look_ == Look::real ? real_ : fake_).flat(), points().data);
  if (own_) own_->forward();
  std::ranges::fill(plan_->output_gradient().flat(), 1.0F);
  plan_->backward_input();
  return plan_->input_gradient();
}

void CriticProbe::descend() {
  const profile::Scope scope("its reverse");
  // The critic ascends its gradient; what it shall descend enters with the opposite sign.
  std::ranges::transform(direction_.view().flat(), plan_->input_tangent().flat().begin(), std::negate{});
  plan_->tangent();
  if (own_) plan_->tangent_backward();
  debt_ = !own_;
}

bool CriticProbe::take_debt() { return std::exchange(debt_, false); }

}  // namespace ganzoo
