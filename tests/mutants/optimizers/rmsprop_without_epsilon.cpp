#include "descent.hpp"

namespace {

/// RMSProp without ε: a weight that has had no gradient becomes NaN.
struct RmspropWithoutEpsilon : Descent {
  static constexpr ganzoo::About about{.title = "rmsprop without epsilon", .source = "a mutant"};

  std::vector<float> square;

  void attach(const ganzoo::nn::Parameters& p) override { square.assign(p.values().size(), 0); }
  double direction(std::size_t i, float g, const ganzoo::UpdateStep&) override {
    square[i] = 0.99F * square[i] + 0.01F * g * g;
    return g / std::sqrt(square[i]);
  }
  void state(ganzoo::Archive& archive) override { archive("square", std::span<float>(square)); }
};

}  // namespace

GANZOO_PLUGIN(RmspropWithoutEpsilon)
