#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// LeCam's anchors are not in state(): a resumed run penalises other distances.
struct LecamForgetful : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "lecam forgetful", .source = "a mutant"};

  double real_mean = 0, fake_mean = 0;

  bool penalises_scores() const override { return true; }
  double score_penalty(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                       ganzoo::Matrix fake_gradient, const ganzoo::Moment&) override {
    const double penalty = pulled(real, real_gradient, fake_mean) + pulled(fake, fake_gradient, real_mean);
    follow(real_mean, real);
    follow(fake_mean, fake);
    return penalty;
  }

  static double pulled(ganzoo::ConstMatrix scores, ganzoo::Matrix gradient, double to) {
    const auto n = static_cast<double>(scores.size());
    double penalty = 0;
    for (std::int64_t i = 0; i < scores.size(); ++i) {
      penalty += std::pow(scores.data[i] - to, 2) / n;
      gradient.data[i] += static_cast<float>(2 * (scores.data[i] - to) / n);
    }
    return penalty;
  }
  static void follow(double& mean, ganzoo::ConstMatrix scores) {
    for (const float v : scores.flat()) mean += 0.01 * (v - mean) / static_cast<double>(scores.size());
  }
};

}  // namespace

GANZOO_PLUGIN(LecamForgetful)
