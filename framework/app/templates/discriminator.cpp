#include <ganzoo/ganzoo.hpp>

namespace {

namespace nn = ganzoo::nn;

/// Sample x → score v: a network described layer by layer, without an activation at its end. Make it yours.
struct Template : ganzoo::Discriminator {
  static constexpr ganzoo::About about{
      .title = "template_name", .source = "author, venue, year", .summary = "What it does, and when to use it."};

  int width = 128;
  int depth = 3;
  double slope = 0.2;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("width", &Template::width, ganzoo::at_least(1), "of each hidden layer"),
                 ganzoo::parameter("depth", &Template::depth, ganzoo::at_least(0), "number of hidden layers"),
                 ganzoo::parameter("slope", &Template::slope, ganzoo::closed(0, 1), "of leaky_relu below 0")};

  nn::LayerPtr build(const ganzoo::Shape& sample) const override {
    std::vector<nn::LayerPtr> layers;
    if (sample.rank() != 1) layers.push_back(nn::flatten());
    for (int i = 0; i < depth; ++i) {
      layers.push_back(nn::dense(width));
      layers.push_back(nn::leaky_relu(slope));
    }
    layers.push_back(nn::dense(1));
    return nn::sequential(std::move(layers));
  }
};

}  // namespace

GANZOO_PLUGIN(Template)
