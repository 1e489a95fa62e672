#include "gradient_norm.hpp"

namespace {

/// Only what is steeper than 1 is penalised.
struct OneSided : SlopePenalty {
  static constexpr ganzoo::About about{.title = "one sided", .source = "Petzka et al., ICLR 2018"};

  double of(ganzoo::ConstMatrix slope, ganzoo::Matrix gradient) const override {
    double penalty = 0;
    for (std::int64_t i = 0; i < slope.rows; ++i) {
      const double norm = norm_of(slope.row(i)), over = std::max(0.0, norm - 1);
      const double weight = 10 / static_cast<double>(slope.rows);
      penalty += weight * over * over;
      for (std::int64_t j = 0; j < slope.columns; ++j)
        gradient(i, j) = static_cast<float>(2 * weight * over * double{slope(i, j)} / std::max(norm, 1e-12));
    }
    return penalty;
  }
};

}  // namespace

GANZOO_PLUGIN(OneSided)
