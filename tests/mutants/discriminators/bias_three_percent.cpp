#include "own_layer.hpp"

namespace {

/// A bias learns 3 % too fast: just more than the law can see.
struct BiasThreePercent : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "bias three percent", .source = "a mutant"};

  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    return nn::sequential({sample.rank() == 1 ? nullptr : nn::flatten(), nn::dense(16),
                           std::make_shared<Own>(Fault::steep), nn::leaky_relu(0.2), nn::dense(1)});
  }
};

}  // namespace

GANZOO_PLUGIN(BiasThreePercent)
