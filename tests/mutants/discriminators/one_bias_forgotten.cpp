#include "own_layer.hpp"

namespace {

/// The last of sixteen biases never learns.
struct OneBiasForgotten : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "one bias forgotten", .source = "a mutant"};

  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    return nn::sequential({sample.rank() == 1 ? nullptr : nn::flatten(), nn::dense(16),
                           std::make_shared<Own>(Fault::skips_last), nn::leaky_relu(0.2), nn::dense(1)});
  }
};

}  // namespace

GANZOO_PLUGIN(OneBiasForgotten)
