#include "sine_layer.hpp"

namespace {

/// A curved layer of an author's own, right in both of its reverses.
struct SineOfItsOwn : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "sine of its own", .source = "a test"};

  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return sine_critic(sample, 1); }
};

}  // namespace

GANZOO_PLUGIN(SineOfItsOwn)
