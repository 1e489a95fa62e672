// ganzoo: link fmt
#include <ganzoo/ganzoo.hpp>

#include "../discriminator_options.hpp"
#include "../image_networks.hpp"

namespace {

namespace nn = ganzoo::nn;
namespace images = ganzoo::images;

/// Half the size and twice the channels until 4×4 pixels remain, then one score.
struct Dcgan : ganzoo::Discriminator, ganzoo::discriminators::Options {
  static constexpr ganzoo::About about{
      .title = "deep convolutional discriminator",
      .source =
          "Radford, Metz & Chintala, ICLR 2016; spectral: Miyato et al., ICLR 2018; attention: Zhang et al., ICML 2019",
      .summary =
          "Convolutions 4×4 of stride 2 from a square image whose side is a power of two from 16 down to 4×4 "
          "pixels. norm = \"spectral\" makes a Lipschitz critic."};

  int channels = 64;
  int max_channels = 1024;
  std::string norm = "none";
  int groups = 8;
  int attention = 0;
  std::string activation = "leaky_relu";
  double slope = 0.2;
  double dropout = 0;
  int minibatch_stddev = 0;
  std::string init = "normal";
  double init_scale = 0.02;
  static constexpr auto parameters = std::tuple_cat(
      std::tuple{
          ganzoo::parameter("channels", &Dcgan::channels, ganzoo::at_least(1),
                            "behind the first layer; each layer behind that has twice as many"),
          ganzoo::parameter("max_channels", &Dcgan::max_channels, ganzoo::at_least(1), "but no more than these"),
          ganzoo::choice("norm", &Dcgan::norm, "of the hidden layers but the first; spectral: of every layer", "none",
                         "batch", "layer", "group", "spectral"),
          ganzoo::parameter("groups", &Dcgan::groups, ganzoo::at_least(1),
                            "of norm = \"group\": sets of channels, each normalised by itself"),
          ganzoo::parameter(
              "attention", &Dcgan::attention, ganzoo::at_least(0),
              "side of the hidden images behind which self-attention over all their positions stands; 0: nowhere"),
          ganzoo::choice("activation", &Dcgan::activation, "of the hidden layers", "leaky_relu", "relu", "elu",
                         "softplus", "tanh"),
          ganzoo::parameter("slope", &Dcgan::slope, ganzoo::closed(0, 1), "of leaky_relu below 0"),
          ganzoo::parameter("dropout", &Dcgan::dropout, ganzoo::half_open(0, 1),
                            "probability that a hidden number is dropped in training"),
          ganzoo::parameter("minibatch_stddev", &Dcgan::minibatch_stddev, ganzoo::at_least(0),
                            "before the score a channel with the spread over so many samples; 0: none"),
          ganzoo::choice("init", &Dcgan::init, "law of the initial weights", "normal", "glorot_uniform",
                         "glorot_normal", "he_uniform", "he_normal", "uniform"),
          ganzoo::parameter("init_scale", &Dcgan::init_scale, ganzoo::positive(),
                            "standard deviation; for uniform the half-width, for the others a gain")},
      option_parameters);

  bool provides_lipschitz() const override { return norm == "spectral" && attention == 0; }

  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return build_for(sample, 0); }
  nn::LayerPtr build_for(const ganzoo::Shape& sample, int classes) const override {
    require_fit(classes);
    const int halvings = images::doublings("discriminator dcgan", sample, 1 << 12);
    images::require_attention("discriminator", attention, 4, sample[0] / 2);
    const nn::Init weight = nn::init(init, init_scale);
    images::Layers layers;
    layers.push_back(labelled(classes));
    layers.push_back(packed());
    for (int k = 0; k < halvings; ++k) {
      const std::string norm_here = k == 0 && norm != "spectral" ? "none" : norm;
      const nn::Conv conv{.kernel = 4, .stride = 2, .padding = 1, .weight = weight, .bias = images::biased(norm_here)};
      const int out = images::channels(channels, k, max_channels);
      layers.push_back(images::linear(norm, nn::conv2d(out, conv)));
      layers.push_back(images::normalisation(norm_here, groups));
      layers.push_back(nn::activation(activation, slope));
      layers.push_back(images::attention(attention, sample[0] >> (k + 1), out, weight, norm));
      if (dropout > 0) layers.push_back(nn::dropout(dropout));
    }
    if (minibatch_stddev > 0) layers.push_back(nn::minibatch_stddev(minibatch_stddev));
    layers.push_back(nn::flatten());
    layers.push_back(images::score(norm, weight, outputs, projection ? classes : 0));
    return nn::sequential(std::move(layers));
  }
};

}  // namespace

GANZOO_PLUGIN(Dcgan)
