#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/init.hpp>

namespace {

namespace nn = ganzoo::nn;

/// A multilayer perceptron from noise to samples of any shape.
struct Mlp : ganzoo::Generator {
  static constexpr ganzoo::About about{.title = "multilayer perceptron",
                                       .source = "Goodfellow et al., NeurIPS 2014",
                                       .summary =
                                           "Dense layers from z to the sample. Give output = \"sigmoid\" where "
                                           "the data lies in [0, 1], \"tanh\" where it lies in [−1, 1]."};

  int noise_size = 16;
  std::string noise_law = "normal";
  std::vector<int> hidden{128, 128, 128};
  std::string activation = "relu";
  double slope = 0.2;
  bool batch_norm = false;
  std::string output = "identity";
  std::string init = "glorot_uniform";
  double init_scale = 1;
  bool conditional = false;
  int embedding = 16;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("noise", &Mlp::noise_size, ganzoo::at_least(1), "dimensions of z"),
                 ganzoo::choice("noise_law", &Mlp::noise_law,
                                "each number of z: standard normal, or uniform in [−1, 1)", "normal", "uniform"),
                 ganzoo::parameter("hidden", &Mlp::hidden, ganzoo::at_least(1), "widths of the hidden layers"),
                 ganzoo::choice("activation", &Mlp::activation, "of the hidden layers", "relu", "leaky_relu", "tanh",
                                "sigmoid", "softplus", "elu", "identity"),
                 ganzoo::parameter("slope", &Mlp::slope, ganzoo::closed(0, 1), "of leaky_relu below 0"),
                 ganzoo::parameter("batch_norm", &Mlp::batch_norm, "normalise each hidden layer over the batch"),
                 ganzoo::choice("output", &Mlp::output, "activation of the sample", "identity", "sigmoid", "tanh"),
                 ganzoo::choice("init", &Mlp::init, "law of the initial weights", "glorot_uniform", "glorot_normal",
                                "he_uniform", "he_normal", "normal", "uniform"),
                 ganzoo::parameter("init_scale", &Mlp::init_scale, ganzoo::positive(),
                                   "a gain; for normal the standard deviation, for uniform the half-width"),
                 ganzoo::parameter(
                     "conditional", &Mlp::conditional,
                     "takes the label too: its embedding beside z, and its own scale and shift behind each batch norm"),
                 ganzoo::parameter("embedding", &Mlp::embedding, ganzoo::at_least(1),
                                   "where conditional: numbers of a label's embedding")};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {noise_size}; }
  bool uniform_noise() const override { return noise_law == "uniform"; }

  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return build_for(sample, 0); }
  nn::LayerPtr build_for(const ganzoo::Shape& sample, int of_data) const override {
    if (conditional) ganzoo::require_classes("generator.conditional", of_data);
    const int classes = conditional ? of_data : 0;
    const nn::Init weight = nn::init(init, init_scale);
    std::vector<nn::LayerPtr> layers;
    if (classes > 0) layers.push_back(nn::class_embedding(classes, embedding));
    for (const int width : hidden) {
      layers.push_back(nn::dense(width, weight, !batch_norm));
      if (batch_norm) layers.push_back(nn::batch_norm());
      if (batch_norm && classes > 0) layers.push_back(nn::class_scale_shift(classes));
      layers.push_back(nn::activation(activation, slope));
    }
    layers.push_back(nn::dense(static_cast<int>(sample.size()), weight));
    layers.push_back(nn::activation(output));
    if (sample.rank() != 1) layers.push_back(nn::reshape(sample));
    return nn::sequential(std::move(layers));
  }
};

}  // namespace

GANZOO_PLUGIN(Mlp)
