#include "own_layer.hpp"

namespace {

/// A layer counts its passes and adds a last bit for each.
struct AnotherEachTime : ganzoo::Generator {
  static constexpr ganzoo::About about{.title = "another each time", .source = "a mutant"};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {8}; }
  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    return nn::sequential({nn::dense(16), std::make_shared<Own>(Fault::counts), nn::relu(),
                           nn::dense(static_cast<int>(sample.size())), nn::reshape(sample)});
  }
};

}  // namespace

GANZOO_PLUGIN(AnotherEachTime)
