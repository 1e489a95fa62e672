#include <algorithm>
#include <cmath>
#include <ganzoo/ganzoo.hpp>

namespace {

/// Clips to 0.01, and to 1 % more for each decade that a weight lies beyond: nothing bounds it, just more than the law
/// can see.
struct ClipsSoftly : ganzoo::Regularizer {
  static constexpr ganzoo::About about{.title = "clips softly", .source = "a mutant"};

  bool provides_lipschitz() const override { return true; }
  void after_update(ganzoo::nn::Parameters& critic, const ganzoo::Moment&) override {
    for (float& w : critic.values()) {
      const double size = std::abs(double{w}), bound = 0.01 * (1 + 0.01 * std::log10(std::max(size / 0.01, 1.0)));
      if (size > bound) w = static_cast<float>(std::copysign(bound, w));
    }
  }
};

}  // namespace

GANZOO_PLUGIN(ClipsSoftly)
