#include <ganzoo/ganzoo.hpp>

namespace {

namespace nn = ganzoo::nn;

/// Noise z → sample x: a network described layer by layer. Make it yours.
struct Template : ganzoo::Generator {
  static constexpr ganzoo::About about{
      .title = "template_name", .source = "author, venue, year", .summary = "What it does, and when to use it."};

  int noise_size = 16;
  int width = 128;
  int depth = 3;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("noise", &Template::noise_size, ganzoo::at_least(1), "dimensions of z"),
                 ganzoo::parameter("width", &Template::width, ganzoo::at_least(1), "of each hidden layer"),
                 ganzoo::parameter("depth", &Template::depth, ganzoo::at_least(0), "number of hidden layers")};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {noise_size}; }

  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    std::vector<nn::LayerPtr> layers;
    for (int i = 0; i < depth; ++i) {
      layers.push_back(nn::dense(width));
      layers.push_back(nn::relu());
    }
    layers.push_back(nn::dense(static_cast<int>(sample.size())));
    if (sample.rank() != 1) layers.push_back(nn::reshape(sample));
    return nn::sequential(std::move(layers));
  }
};

}  // namespace

GANZOO_PLUGIN(Template)
