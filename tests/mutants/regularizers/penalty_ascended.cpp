#include "gradient_norm.hpp"

namespace {

/// A gradient penalty with a minus in front: the critic is made steeper.
struct PenaltyAscended : SlopePenalty {
  static constexpr ganzoo::About about{.title = "penalty ascended", .source = "a mutant"};

  double of(ganzoo::ConstMatrix slope, ganzoo::Matrix gradient) const override {
    const auto n = static_cast<double>(slope.rows);
    double penalty = 0;
    for (std::int64_t i = 0; i < slope.rows; ++i) {
      const double norm = norm_of(slope.row(i)), excess = norm - 1;
      penalty += 10 * excess * excess / n;
      for (std::int64_t j = 0; j < slope.columns; ++j)
        gradient(i, j) = norm > 0 ? static_cast<float>(-20 * excess * slope(i, j) / norm / n) : 0;
    }
    return penalty;
  }
};

}  // namespace

GANZOO_PLUGIN(PenaltyAscended)
