#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// The logistic game, each term in single precision: its objective is smooth to 10⁻⁷ only.
struct LogisticInFloat : ganzoo::Divergence {
  static constexpr ganzoo::About about{.title = "logistic in float", .source = "a test"};

  static float softplus(float x) { return std::max(x, 0.0F) + std::log1p(std::exp(-std::abs(x))); }
  static double term(ganzoo::ConstMatrix scores, float sign, float weight, ganzoo::Matrix gradient) {
    const auto n = static_cast<float>(scores.size());
    double sum = 0;
    for (std::int64_t i = 0; i < scores.size(); ++i) {
      const float v = sign * scores.data[i];
      sum += double{weight * softplus(v)} / double{n};
      gradient.data[i] = weight * sign / (1 + std::exp(-v)) / n;
    }
    return sum;
  }

  ganzoo::DivergenceTraits traits() const override { return {}; }
  ganzoo::Objective critic(ganzoo::ConstMatrix real, ganzoo::ConstMatrix fake, ganzoo::Matrix real_gradient,
                           ganzoo::Matrix fake_gradient) override {
    return {.value = term(real, -1, -1, real_gradient) + term(fake, 1, -1, fake_gradient)};
  }
  ganzoo::Objective generator(ganzoo::ConstMatrix, ganzoo::ConstMatrix fake, ganzoo::Matrix,
                              ganzoo::Matrix fake_gradient) override {
    return {.value = term(fake, -1, 1, fake_gradient)};
  }
};

}  // namespace

GANZOO_PLUGIN(LogisticInFloat)
