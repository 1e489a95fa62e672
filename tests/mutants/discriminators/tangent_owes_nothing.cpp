#include "sine_layer.hpp"

namespace {

/// First derivatives are right; the reverse of the tangent forgets that they move with the input.
struct TangentOwesNothing : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "tangent owes nothing", .source = "a mutant"};

  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return sine_critic(sample, 0); }
};

}  // namespace

GANZOO_PLUGIN(TangentOwesNothing)
