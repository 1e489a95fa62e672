#include "shift_layer.hpp"

namespace {

/// A layer whose bias goes the wrong way, and slowly: the weights around it hide that.
struct BiasTurned : ganzoo::Generator {
  static constexpr ganzoo::About about{.title = "bias turned", .source = "a mutant"};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {8}; }
  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return shifted_generator(sample, -0.3); }
};

}  // namespace

GANZOO_PLUGIN(BiasTurned)
