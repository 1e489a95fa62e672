#include "shift_layer.hpp"

namespace {

/// A layer of an author's own, right.
struct BiasOfItsOwn : ganzoo::Generator {
  static constexpr ganzoo::About about{.title = "bias of its own", .source = "a test"};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {8}; }
  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return shifted_generator(sample, 1); }
};

}  // namespace

GANZOO_PLUGIN(BiasOfItsOwn)
