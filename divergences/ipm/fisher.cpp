#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Sums over one side's scores, in double.
struct Sums {
  double first = 0, second = 0;  ///< means of v and v²

  explicit Sums(ganzoo::ConstMatrix scores) {
    for (const float v : scores.flat()) first += v, second += double{v} * v;
    first /= static_cast<double>(scores.size()), second /= static_cast<double>(scores.size());
  }
};

/// The Fisher integral probability metric, sup E_P v − E_Q v over Ω(v) = ½E_P v² + ½E_Q v² ≤ 1: √(2·triangular).
///
/// The critic ascends the augmented Lagrangian; after each of its updates the multiplier follows, λ ← λ + ρ(Ω − 1).
/// The estimate is divided by √Ω, so that it never exceeds the metric, whatever the critic.
struct Fisher : ganzoo::Divergence {
  static constexpr ganzoo::About about{
      .title = "Fisher integral probability metric",
      .source = "Mroueh & Sercu, Fisher GAN, NeurIPS 2017, eq. 4 and algorithm 1",
      .summary = "Constrains the critic's second moment, not its slope: no clipping, no gradient penalty.",
      .formula = "E_P v − E_Q v + λ(1 − Ω) − ρ/2 (Ω − 1)²,  Ω = ½E_P v² + ½E_Q v²",
      .symmetric = true,
      .bounded = true,
      .optimal_critic = "2(u − 1)/(u + 1), scaled to Ω = 1"};

  double rho = 1e-6;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("rho", &Fisher::rho, ganzoo::positive(), "weight of the penalty, and the multiplier's rate")};

  ganzoo::DivergenceTraits traits() const override { return {.estimates = true}; }

  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    const Sums p(real), q(fake);
    excess_ = 0.5 * (p.second + q.second) - 1;
    const double pull = lambda_ + rho * excess_;  // −∂/∂Ω
    slopes(real, 1, pull, real_gradient);
    slopes(fake, -1, pull, fake_gradient);
    return {.value = p.first - q.first - lambda_ * excess_ - 0.5 * rho * excess_ * excess_,
            .estimate = estimate(real, fake)};
  }

  ganzoo::Objective generator(ganzoo::ConstMatrix, ganzoo::ConstMatrix fake, ganzoo::Matrix,
                              ganzoo::Matrix fake_gradient) override {
    slopes(fake, -1, 0, fake_gradient);
    return {.value = -Sums(fake).first};
  }

  double estimate(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake) const override {
    const Sums p(real), q(fake);
    const double moment = 0.5 * (p.second + q.second);
    return moment > 0 ? (p.first - q.first) / std::sqrt(moment) : 0;
  }

  void after_critic_update(const ganzoo::Objective&) override { lambda_ += rho * excess_; }
  void state(ganzoo::Archive& archive) override { archive("lambda", lambda_); }

 private:
  /// ∂/∂v of ±v − pull·v²/2, over the batch.
  static void slopes(ganzoo::ConstMatrix scores, double sign, double pull, ganzoo::Matrix gradient) {
    for (std::int64_t i = 0; i < scores.size(); ++i)
      gradient.data[i] = static_cast<float>((sign - pull * scores.data[i]) / static_cast<double>(scores.size()));
  }

  double lambda_ = 0, excess_ = 0;
};

}  // namespace

GANZOO_PLUGIN(Fisher)
