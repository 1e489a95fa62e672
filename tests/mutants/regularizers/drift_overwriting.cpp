#include <ganzoo/ganzoo.hpp>

namespace {

/// Progressive GAN's drift ε E v², written over the gradient instead of added to it.
struct DriftOverwriting : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "drift overwriting", .source = "a mutant"};

  bool penalises_scores() const override { return true; }
  double score_penalty(ganzoo::ConstMatrix real, ganzoo::ConstMatrix, ganzoo::Matrix real_gradient, ganzoo::Matrix,
                       const ganzoo::Moment&) override {
    const auto n = static_cast<float>(real.size());
    double penalty = 0;
    for (std::int64_t i = 0; i < real.size(); ++i) {
      penalty += 0.001 * real.data[i] * real.data[i] / n;
      real_gradient.data[i] = 0.002F * real.data[i] / n;
    }
    return penalty;
  }
};

}  // namespace

GANZOO_PLUGIN(DriftOverwriting)
