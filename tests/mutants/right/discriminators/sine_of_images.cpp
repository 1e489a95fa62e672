#include <ganzoo/core/error.hpp>
#include "sine_layer.hpp"

namespace {

/// A critic of images alone, with a curved layer of its own that is right.
struct SineOfImages : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "sine of images", .source = "a test"};

  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    if (sample.rank() != 3) throw ganzoo::Error(ganzoo::Exit::usage, "samples must be images");
    return nn::sequential({nn::conv2d(8, {.kernel = 4, .stride = 2, .padding = 1}), nn::leaky_relu(0.2),
                           nn::conv2d(8, {.kernel = 4, .stride = 2, .padding = 1}), nn::batch_norm(),
                           std::make_shared<Sine>(1), nn::layer_norm(), nn::elu(), nn::flatten(), nn::dense(1)});
  }
};

}  // namespace

GANZOO_PLUGIN(SineOfImages)
