/// Softmax by row and its derivatives, compiled for three instruction sets; equal bits in all.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>

namespace ganzoo::nn::softmax {

struct Loops {
  /// Each row of n numbers becomes its softmax.
  void (*rows)(float* x, std::int64_t rows, std::int64_t n);
  /// Where a is a row's softmax, to x = J x with J = ∂a/∂scores = diag(a) − a aᵀ: the pullback and the tangent in one.
  void (*jacobian)(const float* a, float* x, std::int64_t rows, std::int64_t n);
  /// Where t are the scores' tangents, b the gradient of a's tangent J t, and e that of a itself: the scores are owed e,
  /// after e += ∂(bᵀ J t)/∂a and e = J e. And b = J b, t = J t.
  void (*tangent_pullback)(const float* a, float* t, float* b, float* e, std::int64_t rows, std::int64_t n);
};

/// Those of x86-64 level 2, 3 or 4; and the best that this processor runs.
GANZOO_API const Loops& loops_of(int level);
GANZOO_API const Loops& loops();

}  // namespace ganzoo::nn::softmax
