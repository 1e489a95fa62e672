#include <ganzoo/core/error.hpp>
#include "sine_layer.hpp"

namespace {

/// A critic of images alone, with a curved layer of its own that owes 5 % too much.
struct TangentOfImages : ganzoo::Discriminator {
  static constexpr ganzoo::About about{.title = "tangent of images", .source = "a mutant"};

  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    if (sample.rank() != 3) throw ganzoo::Error(ganzoo::Exit::usage, "samples must be images");
    return nn::sequential({nn::conv2d(8, {.kernel = 4, .stride = 2, .padding = 1}), nn::leaky_relu(0.2),
                           nn::conv2d(8, {.kernel = 4, .stride = 2, .padding = 1}), std::make_shared<Sine>(1.05),
                           nn::flatten(), nn::dense(1)});
  }
};

}  // namespace

GANZOO_PLUGIN(TangentOfImages)
