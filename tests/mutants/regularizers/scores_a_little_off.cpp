#include "gradient_norm.hpp"

namespace {

/// ε·E v² on real scores, its gradient 0.02 % too large: just more than the law can see.
struct ScoresALittleOff : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "scores a little off", .source = "a mutant"};

  bool penalises_scores() const override { return true; }
  double score_penalty(ganzoo::ConstMatrix real, ganzoo::ConstMatrix, ganzoo::Matrix real_gradient, ganzoo::Matrix,
                       const ganzoo::Moment&) override {
    double penalty = 0;
    for (std::int64_t i = 0; i < real.size(); ++i) {
      const double v = real.data[i], weight = 0.1 / static_cast<double>(real.size());
      penalty += weight * v * v;
      real_gradient.data[i] += static_cast<float>(1.0002 * 2 * weight * v);
    }
    return penalty;
  }
};

}  // namespace

GANZOO_PLUGIN(ScoresALittleOff)
