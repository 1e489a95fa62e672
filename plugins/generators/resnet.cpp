#include <ganzoo/ganzoo.hpp>

#include "../image_networks.hpp"

namespace {

namespace nn = ganzoo::nn;
namespace images = ganzoo::images;

/// From noise to 4×4 pixels, then residual blocks, each of twice the size.
struct Resnet : ganzoo::Generator {
  static constexpr ganzoo::About about{
      .title = "residual generator",
      .source =
          "Miyato et al., ICLR 2018, table 4; Mescheder, Geiger & Nowozin, ICML 2018, appendix H; attention: Zhang et "
          "al., ICML 2019",
      .summary =
          "Residual blocks from 4×4 pixels to a square image of side 16, 32 or 64. channels = max_channels = 256 "
          "at 32×32 is SNGAN's. The default ends in tanh: give the data range = [-1, 1]."};

  int noise_size = 128;
  std::string noise_law = "normal";
  int channels = 64;
  int max_channels = 256;
  std::string norm = "batch";
  int groups = 8;
  int attention = 0;
  std::string output = "tanh";
  std::string init = "he_normal";
  double init_scale = 1;
  bool conditional = false;
  int embedding = 16;
  static constexpr auto parameters = std::tuple{
      ganzoo::parameter("noise", &Resnet::noise_size, ganzoo::at_least(1), "dimensions of z"),
      ganzoo::choice("noise_law", &Resnet::noise_law, "each number of z: standard normal, or uniform in [−1, 1)",
                     "normal", "uniform"),
      ganzoo::parameter("channels", &Resnet::channels, ganzoo::at_least(1),
                        "of the last block; each block before it has twice as many"),
      ganzoo::parameter("max_channels", &Resnet::max_channels, ganzoo::at_least(1), "but no more than these"),
      ganzoo::choice("norm", &Resnet::norm, "before each activation", "none", "batch", "layer", "group", "spectral"),
      ganzoo::parameter("groups", &Resnet::groups, ganzoo::at_least(1),
                        "of norm = \"group\": sets of channels, each normalised by itself"),
      ganzoo::parameter(
          "attention", &Resnet::attention, ganzoo::at_least(0),
          "side of the hidden images behind which self-attention over all their positions stands; 0: nowhere"),
      ganzoo::choice("output", &Resnet::output, "activation of the sample", "tanh", "sigmoid", "identity"),
      ganzoo::choice("init", &Resnet::init, "law of the initial weights", "he_normal", "he_uniform", "glorot_uniform",
                     "glorot_normal", "normal", "uniform"),
      ganzoo::parameter("init_scale", &Resnet::init_scale, ganzoo::positive(),
                        "a gain; for normal the standard deviation, for uniform the half-width"),
      ganzoo::parameter(
          "conditional", &Resnet::conditional,
          "takes the label too: its embedding beside z, and its own scale and shift behind each batch norm"),
      ganzoo::parameter("embedding", &Resnet::embedding, ganzoo::at_least(1),
                        "where conditional: numbers of a label's embedding")};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {noise_size}; }
  bool uniform_noise() const override { return noise_law == "uniform"; }

  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return build_for(sample, 0); }
  nn::LayerPtr build_for(const ganzoo::Shape& sample, int of_data) const override {
    if (conditional) ganzoo::require_classes("generator.conditional", of_data);
    const int classes = conditional ? of_data : 0;
    const int doublings = images::doublings("generator resnet", sample, 64);
    images::require_attention("generator", attention, 8, sample[0] / 2);
    const int first = images::channels(channels, doublings, max_channels);
    images::Layers layers{classes > 0 ? nn::class_embedding(classes, embedding) : nullptr,
                          images::linear(norm, nn::dense(16 * first, nn::init(init, init_scale))),
                          nn::reshape({4, 4, first})};
    for (int k = doublings - 1; k >= 0; --k) {
      const int out = images::channels(channels, k, max_channels);
      layers.push_back(block(out, classes));
      layers.push_back(images::attention(attention, sample[0] >> k, out, nn::init(init, init_scale), norm));
    }
    layers.push_back(images::normalisation(norm, groups, classes));
    layers.push_back(nn::relu());
    layers.push_back(conv(static_cast<int>(sample[2]), 3));
    layers.push_back(nn::activation(output));
    return nn::sequential(std::move(layers));
  }

 private:
  nn::LayerPtr conv(int out, int kernel) const {
    return images::linear(
        norm, nn::conv2d(out, {.kernel = kernel, .padding = kernel / 2, .weight = nn::init(init, init_scale)}));
  }

  /// The shortcut's 1×1 convolution stands before the upsampling, with which it commutes.
  nn::LayerPtr block(int out, int classes) const {
    return nn::residual(
        nn::sequential({images::normalisation(norm, groups, classes), nn::relu(), nn::upsample(), conv(out, 3),
                        images::normalisation(norm, groups, classes), nn::relu(), conv(out, 3)}),
        nn::sequential({conv(out, 1), nn::upsample()}));
  }
};

}  // namespace

GANZOO_PLUGIN(Resnet)
