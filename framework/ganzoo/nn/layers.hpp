/// How an author writes a network: functions that describe layers, without memory or engine.
#pragma once

#include <ganzoo/nn/layer.hpp>
#include <string>
#include <vector>

namespace ganzoo::nn {

/// y = x Wᵀ + b, W [out, in].
GANZOO_API LayerPtr dense(int out, Init weight = {.law = Init::Law::glorot_uniform, .scale = 1}, bool bias = true);
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
/// Per feature (or channel) normalisation by the batch; running statistics outside of training.
GANZOO_API LayerPtr batch_norm(double momentum = 0.1, double epsilon = 1e-5);
GANZOO_API LayerPtr flatten();
/// The same numbers under another shape.
GANZOO_API LayerPtr reshape(Shape out);
/// One after the other; null layers are skipped. An activation is fused into the layer before it when planned.
GANZOO_API LayerPtr sequential(std::vector<LayerPtr> layers);
/// y = shift + scale ⊙ x per feature: the generator of a Gaussian.
GANZOO_API LayerPtr scale_shift(double scale, double shift);

}  // namespace ganzoo::nn
