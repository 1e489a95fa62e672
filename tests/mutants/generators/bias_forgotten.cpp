#include "shift_layer.hpp"

namespace {

/// A layer whose backward forgets its bias: that parameter never learns.
struct BiasForgotten : ganzoo::Generator {
  static constexpr ganzoo::About about{.title = "bias forgotten", .source = "a mutant"};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {8}; }
  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return shifted_generator(sample, 0); }
};

}  // namespace

GANZOO_PLUGIN(BiasForgotten)
