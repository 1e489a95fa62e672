/// Loops over whole arrays of numbers, for optimizers, averages and penalties: vectorised for the processor at hand,
/// with results that depend neither on alignment nor on the instruction set.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <ganzoo/nn/parameters.hpp>
#include <span>

namespace ganzoo::nn {

/// v ← momentum·v + g, w ← w − rate·v (+ where `ascend`).
GANZOO_API void sgd_update(std::span<float> weights, std::span<const float> gradients, std::span<float> velocity,
                           double rate, double momentum, bool ascend);

/// s ← decay·s + (1 − decay)·g², w ← w − rate·g/(√s + ε) (+ where `ascend`). Tieleman & Hinton, lecture 6.5, 2012.
GANZOO_API void rmsprop_update(std::span<float> weights, std::span<const float> gradients, std::span<float> square,
                               double rate, double decay, double epsilon, bool ascend);

struct AdamStep {
  double rate, beta1, beta2, epsilon;
  double beta1_product, beta2_product;  ///< over all updates, this one included: β₁ᵗ and β₂ᵗ where they are constant
  bool ascend = false;
};

/// Adam with bias correction (Kingma & Ba, ICLR 2015, Algorithm 1): w ← w − rate·m̂/(√v̂ + ε) (+ where `ascend`).
GANZOO_API void adam_update(std::span<float> weights, std::span<const float> gradients, std::span<float> first,
                            std::span<float> second, const AdamStep&);

/// The same of all parameters of a network: shared out to its crew, and rounded to bfloat16 in the same pass where a
/// copy is kept.
GANZOO_API void sgd_update(Parameters&, std::span<float> velocity, double rate, double momentum, bool ascend);
GANZOO_API void rmsprop_update(Parameters&, std::span<float> square, double rate, double decay, double epsilon,
                               bool ascend);
GANZOO_API void adam_update(Parameters&, std::span<float> first, std::span<float> second, const AdamStep&);
GANZOO_API void clip(Parameters&, double bound);

/// halves[i] = x[i] rounded to bfloat16, to nearest, ties to even.
GANZOO_API void round_to_halves(std::span<const float> x, std::span<std::uint16_t> halves);

/// Every number into [−bound, bound]; NaN stays.
GANZOO_API void clip(std::span<float> x, double bound);
/// y ← y + factor·x
GANZOO_API void axpy(std::span<float> y, std::span<const float> x, double factor);
/// average ← average + weight·(x − average)
GANZOO_API void approach(std::span<float> average, std::span<const float> x, double weight);
/// Σ x², in double; not finite exactly where an x is not.
GANZOO_API double sum_squares(std::span<const float> x);

}  // namespace ganzoo::nn
