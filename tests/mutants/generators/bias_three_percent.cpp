#include "shift_layer.hpp"

namespace {

/// A bias that learns 3 % too fast: just more than the law can see.
struct BiasThreePercent : ganzoo::Generator {
  static constexpr ganzoo::About about{.title = "bias three percent", .source = "a mutant"};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {8}; }
  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return shifted_generator(sample, 1.03); }
};

}  // namespace

GANZOO_PLUGIN(BiasThreePercent)
