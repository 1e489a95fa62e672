#include "own_layer.hpp"

namespace {

/// A layer of an author's own that keeps every promise of a step.
struct OwnLayer : ganzoo::Generator {
  static constexpr ganzoo::About about{.title = "own layer", .source = "a test"};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {8}; }
  bool uniform_noise() const override { return true; }
  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    return nn::sequential({nn::dense(16), std::make_shared<Own>(Fault::none), nn::batch_norm(), nn::relu(),
                           nn::dense(static_cast<int>(sample.size())), nn::tanh(), nn::reshape(sample)});
  }
};

}  // namespace

GANZOO_PLUGIN(OwnLayer)
