#include "gradient_norm.hpp"

namespace {

/// λ·E(‖∇‖∞ − 1)²: the norm whose dual is ℓ1.
struct PenaltyOfTheLargest : SlopePenalty {
  static constexpr ganzoo::About about{.title = "penalty of the largest", .source = "a test"};

  double of(ganzoo::ConstMatrix slope, ganzoo::Matrix gradient) const override {
    double penalty = 0;
    std::ranges::fill(gradient.flat(), 0.0F);
    for (std::int64_t i = 0; i < slope.rows; ++i) {
      std::int64_t steepest = 0;
      for (std::int64_t j = 1; j < slope.columns; ++j)
        if (std::abs(slope(i, j)) > std::abs(slope(i, steepest))) steepest = j;
      const double norm = std::abs(double{slope(i, steepest)}), weight = 10 / static_cast<double>(slope.rows);
      penalty += weight * (norm - 1) * (norm - 1);
      gradient(i, steepest) = static_cast<float>(2 * weight * (norm - 1) * (slope(i, steepest) > 0 ? 1 : -1));
    }
    return penalty;
  }
};

}  // namespace

GANZOO_PLUGIN(PenaltyOfTheLargest)
