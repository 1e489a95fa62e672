// ganzoo: link fmt
#include <ganzoo/ganzoo.hpp>

#include "../discriminator_options.hpp"
#include "../image_networks.hpp"

namespace {

namespace nn = ganzoo::nn;
namespace images = ganzoo::images;

/// Residual blocks, each of half the size, then a sum over what pixels remain and one score.
struct Resnet : ganzoo::Discriminator, ganzoo::discriminators::Options {
  static constexpr ganzoo::About about{
      .title = "residual discriminator",
      .source =
          "Miyato et al., ICLR 2018, table 4; Mescheder, Geiger & Nowozin, ICML 2018, appendix H; attention: Zhang et "
          "al., ICML 2019",
      .summary =
          "Residual blocks from a square image of side 16, 32 or 64. norm = \"spectral\" makes a Lipschitz critic; "
          "with channels = max_channels = 128, side = 8 and extra = 2 at 32×32 it is SNGAN's."};

  int channels = 64;
  int max_channels = 256;
  int side = 4;
  int extra = 0;
  std::string norm = "none";
  int groups = 8;
  int attention = 0;
  std::string init = "he_normal";
  double init_scale = 1;
  static constexpr auto parameters = std::tuple_cat(
      std::tuple{
          ganzoo::parameter("channels", &Resnet::channels, ganzoo::at_least(1),
                            "of the first block; each block behind it has twice as many"),
          ganzoo::parameter("max_channels", &Resnet::max_channels, ganzoo::at_least(1), "but no more than these"),
          ganzoo::parameter("side", &Resnet::side, ganzoo::closed(4, 32), "height and width at which the halving ends"),
          ganzoo::parameter("extra", &Resnet::extra, ganzoo::at_least(0), "blocks behind that, which keep the size"),
          ganzoo::choice("norm", &Resnet::norm, "before each activation but the first; spectral: of every layer",
                         "none", "batch", "layer", "group", "spectral"),
          ganzoo::parameter("groups", &Resnet::groups, ganzoo::at_least(1),
                            "of norm = \"group\": sets of channels, each normalised by itself"),
          ganzoo::parameter(
              "attention", &Resnet::attention, ganzoo::at_least(0),
              "side of the hidden images behind which self-attention over all their positions stands; 0: nowhere"),
          ganzoo::choice("init", &Resnet::init, "law of the initial weights", "he_normal", "he_uniform",
                         "glorot_uniform", "glorot_normal", "normal", "uniform"),
          ganzoo::parameter("init_scale", &Resnet::init_scale, ganzoo::positive(),
                            "a gain; for normal the standard deviation, for uniform the half-width")},
      option_parameters);

  void prepare() override {
    if (!std::has_single_bit(static_cast<unsigned>(side)))
      throw ganzoo::Error(ganzoo::Exit::usage,
                          fmt::format("discriminator.side is {}, but must be 4, 8, 16 or 32", side));
  }
  bool provides_lipschitz() const override { return norm == "spectral" && attention == 0; }

  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return build_for(sample, 0); }
  nn::LayerPtr build_for(const ganzoo::Shape& sample, int classes) const override {
    require_fit(classes);
    images::doublings("discriminator resnet", sample, 64);
    if (side >= sample[0])
      throw ganzoo::Error(
          ganzoo::Exit::usage,
          fmt::format("discriminator.side is {}, but must be below {}, the images' own", side, sample[0]));
    images::require_attention("discriminator", attention, side, sample[0] / 2);
    images::Layers layers;
    layers.push_back(labelled(classes));
    layers.push_back(packed());
    int k = 0;
    for (std::int64_t size = sample[0]; size > side; size /= 2, ++k) {
      layers.push_back(block(k, 2));
      layers.push_back(images::attention(attention, size / 2, images::channels(channels, k, max_channels),
                                         nn::init(init, init_scale), norm));
    }
    for (int i = 0; i < extra; ++i) layers.push_back(block(k - 1, 1));
    for (nn::LayerPtr layer : {images::normalisation(norm, groups), nn::relu(), nn::sum_pool(side), nn::flatten(),
                               images::score(norm, nn::init(init, init_scale), outputs, projection ? classes : 0)}) {
      layers.push_back(std::move(layer));
    }
    return nn::sequential(std::move(layers));
  }

 private:
  nn::LayerPtr conv(int out, int kernel) const {
    return images::linear(
        norm, nn::conv2d(out, {.kernel = kernel, .padding = kernel / 2, .weight = nn::init(init, init_scale)}));
  }

  /// The first block meets pixels: no activation comes before it. The shortcut pools before its 1×1 convolution, with
  /// which that commutes; where nothing changes it is the identity.
  nn::LayerPtr block(int k, int factor) const {
    const int out = images::channels(channels, k, max_channels);
    const nn::LayerPtr pool = factor > 1 ? nn::average_pool(factor) : nullptr;
    const bool first = k == 0 && factor > 1;
    images::Layers body;
    if (!first) body = {images::normalisation(norm, groups), nn::relu()};
    for (const nn::LayerPtr& layer :
         {conv(out, 3), first ? nullptr : images::normalisation(norm, groups), nn::relu(), conv(out, 3), pool}) {
      body.push_back(layer);
    }
    return nn::residual(nn::sequential(std::move(body)), factor > 1 ? nn::sequential({pool, conv(out, 1)}) : nullptr);
  }
};

}  // namespace

GANZOO_PLUGIN(Resnet)
