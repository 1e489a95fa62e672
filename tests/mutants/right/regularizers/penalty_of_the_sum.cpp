#include "gradient_norm.hpp"

namespace {

/// λ·E(‖∇‖₁ − 1)²: another norm than the Euclidean (Adler & Lunz, Banach Wasserstein GAN, NeurIPS 2018).
struct PenaltyOfTheSum : SlopePenalty {
  static constexpr ganzoo::About about{.title = "penalty of the sum", .source = "a test"};

  double of(ganzoo::ConstMatrix slope, ganzoo::Matrix gradient) const override {
    double penalty = 0;
    for (std::int64_t i = 0; i < slope.rows; ++i) {
      double norm = 0;
      for (const float g : slope.row(i)) norm += std::abs(double{g});
      const double weight = 10 / static_cast<double>(slope.rows);
      penalty += weight * (norm - 1) * (norm - 1);
      for (std::int64_t j = 0; j < slope.columns; ++j)
        gradient(i, j) = static_cast<float>(2 * weight * (norm - 1) * (slope(i, j) > 0 ? 1 : -1));
    }
    return penalty;
  }
};

}  // namespace

GANZOO_PLUGIN(PenaltyOfTheSum)
