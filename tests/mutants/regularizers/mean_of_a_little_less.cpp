#include "gradient_norm.hpp"

namespace {

/// R1 over n − 0.01 samples: it depends on the batch's size, just more than the law can see.
struct MeanOfALittleLess : SlopePenalty {
  static constexpr ganzoo::About about{.title = "mean of a little less", .source = "a mutant"};

  double of(ganzoo::ConstMatrix slope, ganzoo::Matrix gradient) const override {
    const auto n = static_cast<double>(slope.rows) - 0.01;
    for (std::int64_t i = 0; i < slope.size(); ++i) gradient.data[i] = static_cast<float>(10 * slope.data[i] / n);
    return 0.5 * 10 * std::pow(norm_of(slope.flat()), 2) / n;
  }
};

}  // namespace

GANZOO_PLUGIN(MeanOfALittleLess)
