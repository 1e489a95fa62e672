#include <ganzoo/ganzoo.hpp>

namespace {

/// λ·(E_P(v − a_Q)² + E_Q(v − a_P)²), a_P and a_Q moving averages of the real and the fake scores.
struct LeCam : ganzoo::Regularizer {
  static constexpr ganzoo::About about{
      .title = "LeCam regularization",
      .source = "Tseng, Jiang, Liu, Yang & Yang, Regularizing GANs under limited data, CVPR 2021",
      .summary =
          "Draws each kind of score to where the other has been on average: with Wasserstein's objective the "
          "critic then estimates Le Cam's divergence. Made for little data."};

  ganzoo::Ramp lambda = 0.3;
  ganzoo::Ramp decay = 0.99;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("lambda", &LeCam::lambda, ganzoo::at_least(0), "weight of the penalty"),
                 ganzoo::parameter(
                     "decay", &LeCam::decay, ganzoo::half_open(0, 1),
                     "how much of the moving averages a critic update keeps; they start at the first batch's means")};

  bool penalises_scores() const override { return true; }

  double score_penalty(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                       ganzoo::Matrix fake_gradient, const ganzoo::Moment& m) override {
    const double keep = started_ ? decay.at(m.step, m.steps) : 0, weight = lambda.at(m.step, m.steps);
    started_ = true;
    real_average_ += (1 - keep) * (mean(real) - real_average_);
    fake_average_ += (1 - keep) * (mean(fake) - fake_average_);
    return pull(real, fake_average_, weight, real_gradient) + pull(fake, real_average_, weight, fake_gradient);
  }

  void state(ganzoo::Archive& archive) override {
    archive("real_average", real_average_);
    archive("fake_average", fake_average_);
    archive("started", started_);
  }

 private:
  static double mean(ganzoo::ConstMatrix scores) {
    double sum = 0;
    for (const float v : scores.flat()) sum += double{v};
    return sum / static_cast<double>(scores.size());
  }

  /// weight·E(v − anchor)², its gradient added.
  static double pull(ganzoo::ConstMatrix scores, double anchor, double weight, ganzoo::Matrix gradient) {
    const double factor = weight / static_cast<double>(scores.size());
    double penalty = 0;
    for (std::size_t i = 0; i < scores.flat().size(); ++i) {
      const double distance = double{scores.flat()[i]} - anchor;
      penalty += factor * distance * distance;
      gradient.flat()[i] += static_cast<float>(2 * factor * distance);
    }
    return penalty;
  }

  double real_average_ = 0, fake_average_ = 0;
  bool started_ = false;
};

}  // namespace

GANZOO_PLUGIN(LeCam)
