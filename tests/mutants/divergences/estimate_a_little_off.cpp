#include "wrapped.hpp"

namespace {

/// Logs an estimate 10⁻¹¹ of it too large: just more than the law can see.
struct EstimateALittleOff : Wrapped<Minimax> {
  static constexpr ganzoo::About about = Minimax::about;

  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    ganzoo::Objective result = right.critic(real, fake, real_gradient, fake_gradient);
    result.estimate *= 1 + 1e-11;
    return result;
  }
};

}  // namespace

GANZOO_PLUGIN(EstimateALittleOff)
