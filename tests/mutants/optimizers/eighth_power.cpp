#include "descent.hpp"

namespace {

/// Damps small gradients by g⁸/(g⁸ + ε), which is ∞/∞ in float from a gradient of 10⁵ on.
struct EighthPower : Descent {
  static constexpr ganzoo::About about{.title = "eighth power", .source = "a mutant"};

  double direction(std::size_t, float g, const ganzoo::UpdateStep&) override {
    const float square = g * g, fourth = square * square, eighth = fourth * fourth;
    return double{g * eighth / (eighth + 1e-8F)};
  }
};

}  // namespace

GANZOO_PLUGIN(EighthPower)
