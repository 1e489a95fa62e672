#include "own_layer.hpp"

namespace {

/// A layer counts its passes and adds a last bit for each.
struct AnotherEachTime : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "another each time", .source = "a mutant"};

  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    return nn::sequential({sample.rank() == 1 ? nullptr : nn::flatten(), nn::dense(16),
                           std::make_shared<Own>(Fault::counts), nn::leaky_relu(0.2), nn::dense(1)});
  }
};

}  // namespace

GANZOO_PLUGIN(AnotherEachTime)
