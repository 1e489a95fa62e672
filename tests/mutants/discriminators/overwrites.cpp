#include "own_layer.hpp"

namespace {

/// Where the critic runs twice, the second pass overwrites the bias's gradient of the first.
struct Overwrites : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "overwrites", .source = "a mutant"};

  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    return nn::sequential({sample.rank() == 1 ? nullptr : nn::flatten(), nn::dense(16),
                           std::make_shared<Own>(Fault::overwrites), nn::leaky_relu(0.2), nn::dense(1)});
  }
};

}  // namespace

GANZOO_PLUGIN(Overwrites)
