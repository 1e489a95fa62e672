#include "own_layer.hpp"

namespace {

/// The pass to the input alone adds to the bias's gradient, too: a penalty counts twice.
struct WritesOnTheWayBack : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "writes on the way back", .source = "a mutant"};

  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    return nn::sequential({sample.rank() == 1 ? nullptr : nn::flatten(), nn::dense(16),
                           std::make_shared<Own>(Fault::writes), nn::leaky_relu(0.2), nn::dense(1)});
  }
};

}  // namespace

GANZOO_PLUGIN(WritesOnTheWayBack)
