#include <ganzoo/ganzoo.hpp>

#include "../image_networks.hpp"

namespace {

namespace nn = ganzoo::nn;
namespace images = ganzoo::images;

/// From noise to 4×4 pixels, then twice the size and half the channels until the image is there.
struct Dcgan : ganzoo::Generator {
  static constexpr ganzoo::About about{
      .title = "deep convolutional generator",
      .source = "Radford, Metz & Chintala, ICLR 2016; attention: Zhang et al., ICML 2019",
      .summary =
          "Transposed convolutions 4×4 of stride 2 from 4×4 pixels to a square image whose side is a power of two "
          "from 16. The default ends in tanh: give the data range = [-1, 1]."};

  int noise_size = 100;
  std::string noise_law = "normal";
  int channels = 64;
  int max_channels = 1024;
  std::string norm = "batch";
  int groups = 8;
  int attention = 0;
  std::string activation = "relu";
  double slope = 0.2;
  std::string output = "tanh";
  std::string init = "normal";
  double init_scale = 0.02;
  bool conditional = false;
  int embedding = 16;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("noise", &Dcgan::noise_size, ganzoo::at_least(1), "dimensions of z"),
      ganzoo::choice("noise_law", &Dcgan::noise_law, "each number of z: standard normal, or uniform in [−1, 1)",
                     "normal", "uniform"),
      ganzoo::parameter("channels", &Dcgan::channels, ganzoo::at_least(1),
                        "before the last layer; each layer before that has twice as many"),
      ganzoo::parameter("max_channels", &Dcgan::max_channels, ganzoo::at_least(1), "but no more than these"),
      ganzoo::choice("norm", &Dcgan::norm, "of the hidden layers", "none", "batch", "layer", "group", "spectral"),
      ganzoo::parameter("groups", &Dcgan::groups, ganzoo::at_least(1),
                        "of norm = \"group\": sets of channels, each normalised by itself"),
      ganzoo::parameter(
          "attention", &Dcgan::attention, ganzoo::at_least(0),
          "side of the hidden images behind which self-attention over all their positions stands; 0: nowhere"),
      ganzoo::choice("activation", &Dcgan::activation, "of the hidden layers", "relu", "leaky_relu", "elu", "softplus"),
      ganzoo::parameter("slope", &Dcgan::slope, ganzoo::closed(0, 1), "of leaky_relu below 0"),
      ganzoo::choice("output", &Dcgan::output, "activation of the sample", "tanh", "sigmoid", "identity"),
      ganzoo::choice("init", &Dcgan::init, "law of the initial weights", "normal", "glorot_uniform", "glorot_normal",
                     "he_uniform", "he_normal", "uniform"),
      ganzoo::parameter("init_scale", &Dcgan::init_scale, ganzoo::positive(),
                        "standard deviation; for uniform the half-width, for the others a gain"),
      ganzoo::parameter(
          "conditional", &Dcgan::conditional,
          "takes the label too: its embedding beside z, and its own scale and shift behind each batch norm"),
      ganzoo::parameter("embedding", &Dcgan::embedding, ganzoo::at_least(1),
                        "where conditional: numbers of a label's embedding")};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {noise_size}; }
  bool uniform_noise() const override { return noise_law == "uniform"; }

  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return build_for(sample, 0); }
  nn::LayerPtr build_for(const ganzoo::Shape& sample, int of_data) const override {
    if (conditional) ganzoo::require_classes("generator.conditional", of_data);
    const int classes = conditional ? of_data : 0;
    const int doublings = images::doublings("generator dcgan", sample, 1 << 12);
    images::require_attention("generator", attention, 4, sample[0] / 2);
    const int first = images::channels(channels, doublings - 1, max_channels);
    const nn::Init weight = nn::init(init, init_scale);
    images::Layers layers{classes > 0 ? nn::class_embedding(classes, embedding) : nullptr,
                          images::linear(norm, nn::dense(16 * first, weight, images::biased(norm))),
                          nn::reshape({4, 4, first}),
                          images::normalisation(norm, groups, classes),
                          nn::activation(activation, slope),
                          images::attention(attention, 4, first, weight, norm)};
    for (int k = doublings - 2; k >= 0; --k) {
      const nn::Conv conv{.kernel = 4, .stride = 2, .padding = 1, .weight = weight, .bias = images::biased(norm)};
      const int out = images::channels(channels, k, max_channels);
      layers.push_back(images::linear(norm, nn::conv_transpose2d(out, conv)));
      layers.push_back(images::normalisation(norm, groups, classes));
      layers.push_back(nn::activation(activation, slope));
      layers.push_back(images::attention(attention, sample[0] >> (k + 1), out, weight, norm));
    }
    const nn::Conv last{.kernel = 4, .stride = 2, .padding = 1, .weight = weight};
    layers.push_back(images::linear(norm, nn::conv_transpose2d(static_cast<int>(sample[2]), last)));
    layers.push_back(nn::activation(output));
    return nn::sequential(std::move(layers));
  }
};

}  // namespace

GANZOO_PLUGIN(Dcgan)
