/// How an author writes a network: functions that describe layers, without memory or engine.
#pragma once

#include <ganzoo/nn/layer.hpp>
#include <string>
#include <vector>

namespace ganzoo::nn {

/// y = x Wᵀ + b, W [out, in].
GANZOO_API LayerPtr dense(int out, Init weight = {.law = Init::Law::glorot_uniform, .scale = 1}, bool bias = true);
/// How a convolution goes over images [height, width, channels].
struct Conv {
  int kernel = 3;  ///< height and width of the window
  int stride = 1;
  int padding = 0;         ///< zeros at each edge of a convolution's input, of a transposed one's output
  int output_padding = 0;  ///< of a transposed convolution: lines more at its output's lower and right edge
  Init weight = {.law = Init::Law::glorot_uniform, .scale = 1};
  bool bias = true;
};
/// Cross-correlation. W [out, kernel, kernel, in].
GANZOO_API LayerPtr conv2d(int out, const Conv& conv = {});
/// The transpose of a convolution from `out` channels: to (size − 1)·stride − 2·padding + kernel + output_padding.
/// W [in, kernel, kernel, out].
GANZOO_API LayerPtr conv_transpose2d(int out, const Conv& conv = {});
/// y_j = max_k (x W_kᵀ + b_k)_j over `pieces` (Goodfellow et al., ICML 2013). W [pieces, out, in].
GANZOO_API LayerPtr maxout(int out, int pieces, Init weight = {.law = Init::Law::glorot_uniform, .scale = 1});
GANZOO_API LayerPtr relu();
GANZOO_API LayerPtr leaky_relu(double slope = 0.2);
GANZOO_API LayerPtr tanh();
GANZOO_API LayerPtr sigmoid();
GANZOO_API LayerPtr softplus();
GANZOO_API LayerPtr elu(double alpha = 1);
/// "relu" "leaky_relu" "tanh" "sigmoid" "softplus" "elu" "identity" (returns null for identity); throws otherwise.
GANZOO_API LayerPtr activation(const std::string& name, double slope = 0.2);
/// Keeps a number with probability 1 − rate and scales it by 1/(1 − rate); identity outside of training.
GANZOO_API LayerPtr dropout(double rate);
/// Normalisation by the batch per feature, or per channel over all pixels; running statistics outside of training.
GANZOO_API LayerPtr batch_norm(double momentum = 0.1, double epsilon = 1e-5);
/// Normalisation of each sample by its own mean and variance (Ba et al., arXiv:1607.06450); scale and shift per feature
/// or channel.
GANZOO_API LayerPtr layer_norm(double epsilon = 1e-5);
/// The same within each of `groups` sets of neighbouring channels (Wu & He, ECCV 2018), which divide the channels.
GANZOO_API LayerPtr group_norm(int groups = 8, double epsilon = 1e-5);
/// Each pixel factor × factor times.
GANZOO_API LayerPtr upsample(int factor = 2);
/// The mean (or sum) of each factor × factor block of pixels.
GANZOO_API LayerPtr average_pool(int factor = 2);
GANZOO_API LayerPtr sum_pool(int factor);
/// body(x) + shortcut(x), which end in one shape; a null shortcut is the identity.
GANZOO_API LayerPtr residual(LayerPtr body, LayerPtr shortcut = nullptr);
/// Self-attention over an image of `channels` channels (Zhang et al., ICML 2019): y_j = x_j + γ Σ_i β_ji h(x_i), β_j the
/// softmax over all positions i of f(x_i)·g(x_j). f, g (an eighth of the channels each) and h are the outputs, in this
/// order, of one 1×1 convolution without bias, under spectral_norm() where asked; γ is learned and starts at 0. Time and
/// memory grow with the square of the number of positions.
GANZOO_API LayerPtr attention(int channels, Init weight = {.law = Init::Law::glorot_uniform, .scale = 1},
                              bool spectral = false);
/// One channel more: the standard deviation over `group` successive samples, averaged over features and pixels (Karras
/// et al., ICLR 2018). The group is the whole batch where that is smaller, and must divide it where it is larger.
GANZOO_API LayerPtr minibatch_stddev(int group = 4);
/// Each sample with the others of its pack behind it, channel by channel: PacGAN's discriminator (Lin et al., NeurIPS
/// 2018) begins with it. A pack is `size` successive samples; each of its members is scored once, beside the others in
/// turn. The pack is the whole batch, round and round, where that is smaller, and must divide it where it is larger.
GANZOO_API LayerPtr pack(int size);
/// `linear` (dense, maxout, a convolution) with its weight matrix divided by its largest singular value, followed by
/// one power iteration at each of the network's own updates (Miyato et al., ICLR 2018).
GANZOO_API LayerPtr spectral_norm(LayerPtr linear);
/// The label's embedding behind the numbers of the sample, or behind each pixel's channels. E [classes, size].
GANZOO_API LayerPtr class_embedding(int classes, int size, Init embedding = {.law = Init::Law::normal, .scale = 1});
/// y = scale_c ⊙ x + shift_c per feature or channel, c the sample's class: behind a batch_norm(), conditional batch
/// normalisation (Dumoulin et al., ICLR 2017). Both [classes, features].
GANZOO_API LayerPtr class_scale_shift(int classes);
/// ⟨V_c, x⟩, one number: beside a dense(1) the projection discriminator's (Miyato & Koyama, ICLR 2018, eq. 4).
/// V [classes, in].
GANZOO_API LayerPtr class_projection(int classes, Init weight = {.law = Init::Law::glorot_uniform, .scale = 1});
GANZOO_API LayerPtr flatten();
/// The same numbers under another shape.
GANZOO_API LayerPtr reshape(Shape out);
/// One after the other; null layers are skipped. An activation is fused into the layer before it when planned.
GANZOO_API LayerPtr sequential(std::vector<LayerPtr> layers);
/// y = shift + scale ⊙ x per feature: the generator of a Gaussian.
GANZOO_API LayerPtr scale_shift(double scale, double shift);

}  // namespace ganzoo::nn
