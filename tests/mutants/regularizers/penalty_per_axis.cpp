#include "gradient_norm.hpp"

namespace {

/// (|∂D/∂xⱼ| − 1)² axis by axis: a critic of slope 1 along the diagonal is punished.
struct PenaltyPerAxis : SlopePenalty {
  static constexpr ganzoo::About about{.title = "penalty per axis", .source = "a mutant"};

  double of(ganzoo::ConstMatrix slope, ganzoo::Matrix gradient) const override {
    const auto n = static_cast<double>(slope.rows);
    double penalty = 0;
    for (std::int64_t i = 0; i < slope.size(); ++i) {
      const double s = slope.data[i], excess = std::abs(s) - 1;
      penalty += 10 * excess * excess / n;
      gradient.data[i] = static_cast<float>(20 * excess * (s < 0 ? -1 : 1) / n);
    }
    return penalty;
  }
};

}  // namespace

GANZOO_PLUGIN(PenaltyPerAxis)
