#include "gradient_norm.hpp"

namespace {

/// 10 E‖∇‖, not squared: its gradient is a direction alone.
struct OnlyTheNorm : SlopePenalty {
  static constexpr ganzoo::About about{.title = "only the norm", .source = "a test"};

  double of(ganzoo::ConstMatrix slope, ganzoo::Matrix gradient) const override {
    double penalty = 0;
    for (std::int64_t i = 0; i < slope.rows; ++i) {
      const double norm = norm_of(slope.row(i)), weight = 10 / static_cast<double>(slope.rows);
      penalty += weight * norm;
      for (std::int64_t j = 0; j < slope.columns; ++j)
        gradient(i, j) = static_cast<float>(weight * double{slope(i, j)} / std::max(norm, 1e-12));
    }
    return penalty;
  }
};

}  // namespace

GANZOO_PLUGIN(OnlyTheNorm)
