#include "gradient_norm.hpp"

namespace {

/// ‖∇‖ taken over the whole batch at once, not sample by sample: gradients.norm() without dim.
struct PenaltyOfTheBatch : SlopePenalty {
  static constexpr ganzoo::About about{.title = "penalty of the batch", .source = "a mutant"};

  double of(ganzoo::ConstMatrix slope, ganzoo::Matrix gradient) const override {
    const double norm = norm_of(slope.flat()), excess = norm - 1;
    for (std::int64_t i = 0; i < slope.size(); ++i)
      gradient.data[i] = static_cast<float>(20 * excess * slope.data[i] / norm);
    return 10 * excess * excess;
  }
};

}  // namespace

GANZOO_PLUGIN(PenaltyOfTheBatch)
