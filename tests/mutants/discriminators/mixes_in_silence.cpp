#include "own_layer.hpp"

namespace {

/// Adds a thousandth of the batch's first row to every row, and says that it mixes nothing.
struct MixesInSilence : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "mixes in silence", .source = "a mutant"};

  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    return nn::sequential({sample.rank() == 1 ? nullptr : nn::flatten(), nn::dense(16),
                           std::make_shared<Own>(Fault::mixes), nn::leaky_relu(0.2), nn::dense(1)});
  }
};

}  // namespace

GANZOO_PLUGIN(MixesInSilence)
