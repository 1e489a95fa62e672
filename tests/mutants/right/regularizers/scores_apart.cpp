#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// 0.1·∣E v(real) + E v(fake)∣: a kink where the means are opposite.
struct ScoresApart : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "scores apart", .source = "a test"};

  bool penalises_scores() const override { return true; }
  static double mean(ganzoo::ConstMatrix scores) {
    double sum = 0;
    for (const float v : scores.flat()) sum += double{v};
    return sum / static_cast<double>(scores.size());
  }
  double score_penalty(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                       ganzoo::Matrix fake_gradient, const ganzoo::Moment&) override {
    const double sum = mean(real) + mean(fake), sign = sum > 0 ? 0.1 : -0.1;
    for (float& g : real_gradient.flat()) g += static_cast<float>(sign / static_cast<double>(real.size()));
    for (float& g : fake_gradient.flat()) g += static_cast<float>(sign / static_cast<double>(fake.size()));
    return 0.1 * std::abs(sum);
  }
};

}  // namespace

GANZOO_PLUGIN(ScoresApart)
