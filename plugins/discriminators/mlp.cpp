// ganzoo: link fmt
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/init.hpp>

#include "../discriminator_options.hpp"

namespace {

namespace nn = ganzoo::nn;

/// A multilayer perceptron from samples of any shape to a score.
struct Mlp : ganzoo::Discriminator, ganzoo::discriminators::Options {
  static constexpr ganzoo::About about{
      .title = "multilayer perceptron",
      .source = "Goodfellow et al., NeurIPS 2014; maxout: Goodfellow et al., ICML 2013",
      .summary = "Dense or maxout layers from the sample to one score, with dropout where asked."};

  std::vector<int> hidden{128, 128, 128};
  std::string activation = "leaky_relu";
  double slope = 0.2;
  int pieces = 2;
  double input_dropout = 0;
  double dropout = 0;
  std::string init = "glorot_uniform";
  double init_scale = 1;
  static constexpr auto parameters = std::tuple_cat(
      std::tuple{ganzoo::parameter("hidden", &Mlp::hidden, ganzoo::at_least(1), "widths of the hidden layers"),
                 ganzoo::choice("activation", &Mlp::activation,
                                "of the hidden layers; maxout: the largest of several linear pieces", "leaky_relu",
                                "relu", "tanh", "sigmoid", "softplus", "elu", "identity", "maxout"),
                 ganzoo::parameter("slope", &Mlp::slope, ganzoo::closed(0, 1), "of leaky_relu below 0"),
                 ganzoo::parameter("pieces", &Mlp::pieces, ganzoo::at_least(2), "of maxout"),
                 ganzoo::parameter("input_dropout", &Mlp::input_dropout, ganzoo::half_open(0, 1),
                                   "probability that a number of the sample is dropped in training"),
                 ganzoo::parameter("dropout", &Mlp::dropout, ganzoo::half_open(0, 1),
                                   "probability that a hidden unit is dropped in training"),
                 ganzoo::choice("init", &Mlp::init, "law of the initial weights", "glorot_uniform", "glorot_normal",
                                "he_uniform", "he_normal", "normal", "uniform"),
                 ganzoo::parameter("init_scale", &Mlp::init_scale, ganzoo::positive(),
                                   "a gain; for normal the standard deviation, for uniform the half-width")},
      option_parameters);

  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return build_for(sample, 0); }
  nn::LayerPtr build_for(const ganzoo::Shape& sample, int classes) const override {
    require_fit(classes);
    const nn::Init weight = nn::init(init, init_scale);
    std::vector<nn::LayerPtr> layers;
    if (sample.rank() != 1) layers.push_back(nn::flatten());
    layers.push_back(labelled(classes));
    layers.push_back(packed());
    if (input_dropout > 0) layers.push_back(nn::dropout(input_dropout));
    for (const int width : hidden) {
      if (activation == "maxout") {
        layers.push_back(nn::maxout(width, pieces, weight));
      } else {
        layers.push_back(nn::dense(width, weight));
        layers.push_back(nn::activation(activation, slope));
      }
      if (dropout > 0) layers.push_back(nn::dropout(dropout));
    }
    const nn::LayerPtr score = nn::dense(outputs, weight);
    layers.push_back(projection ? nn::residual(score, nn::class_projection(classes, weight)) : score);
    return nn::sequential(std::move(layers));
  }
};

}  // namespace

GANZOO_PLUGIN(Mlp)
