#include "sine_layer.hpp"

namespace {

/// The reverse of the tangent owes 5 % too much: just more than the law can see.
struct TangentFivePercent : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "tangent five percent", .source = "a mutant"};

  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return sine_critic(sample, 1.05); }
};

}  // namespace

GANZOO_PLUGIN(TangentFivePercent)
