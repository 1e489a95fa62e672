// A generator of the layers that no other generator has: pools, maxout, layer norm over features, a label's embedding
// beside pixels, each activation.
#include <ganzoo/ganzoo.hpp>

namespace {

namespace nn = ganzoo::nn;

struct EveryLayer : ganzoo::Generator {
  static constexpr ganzoo::About about{
      .title = "every layer", .source = "", .summary = "Pools, maxout and activations, to 32×32×3."};

  bool mixes = false, conditional = false;
  static constexpr auto parameters =
      std::tuple{ganzoo::parameter("mixes", &EveryLayer::mixes, "each sample depends on the batch's others"),
                 ganzoo::parameter("conditional", &EveryLayer::conditional, "takes the label too")};

  ganzoo::Shape noise(const ganzoo::Shape&) const override { return {6}; }

  nn::LayerPtr build(const ganzoo::Shape& sample) const override { return build_for(sample, 0); }
  nn::LayerPtr build_for(const ganzoo::Shape&, int of_data) const override {
    const int classes = conditional ? of_data : 0;
    const nn::Conv odd{.kernel = 3, .stride = 2, .padding = 1, .output_padding = 1, .bias = false};
    return nn::sequential({nn::spectral_norm(nn::maxout(32, 3)),
                           nn::layer_norm(),
                           nn::elu(0.7),
                           nn::dropout(0.5),
                           nn::scale_shift(1.5, 0.25),
                           nn::dense(4 * 4 * 8),
                           nn::softplus(),
                           nn::reshape({4, 4, 8}),
                           nn::group_norm(2),
                           nn::conv_transpose2d(6, odd),
                           nn::sigmoid(),
                           nn::upsample(8),
                           nn::sum_pool(2),
                           nn::residual(nn::conv2d(6, {.kernel = 5, .padding = 2})),
                           classes > 0 ? nn::class_embedding(classes, 3) : nullptr,
                           classes > 0 ? nn::class_scale_shift(classes) : nullptr,
                           nn::average_pool(2),
                           nn::spectral_norm(nn::conv_transpose2d(5, {.kernel = 4, .stride = 2, .padding = 1})),
                           nn::batch_norm(),
                           nn::tanh(),
                           nn::flatten(),
                           nn::leaky_relu(0.3),
                           nn::reshape({32, 32, 5}),
                           mixes ? nn::minibatch_stddev() : nullptr,
                           nn::conv2d(3, {.kernel = 3, .padding = 1}),
                           nn::tanh()});
  }
};

}  // namespace

GANZOO_PLUGIN(EveryLayer)
