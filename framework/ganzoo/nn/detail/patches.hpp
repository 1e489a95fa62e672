/// Convolutions as matrix products over unfolded windows (im2col), a cache's worth at a time: for the weight gradient,
/// where this is the fastest, and for what oneDNN has no fast primitive for.
#pragma once

#include <algorithm>
#include <ganzoo/nn/activation.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/product.hpp>
#include <memory>

namespace ganzoo::nn::patches {

/// The windows of a convolution in chunks of whole lines: enough for a fast product, few enough to stay in the cache.
struct Windows {
  explicit Windows(const ConvSizes&, std::int64_t at_a_time = 512);

  /// Calls chunk(first line, lines, first window, windows) until all are done.
  template <class Chunk>
  void each_chunk(const Chunk& chunk) const {
    for (std::int64_t first = 0; first < lines; first += step) {
      const std::int64_t some = std::min(step, lines - first);
      chunk(first, some, first * size.out_width, some * size.out_width);
    }
  }
  /// Numbers in the windows of a chunk.
  std::int64_t chunk_size() const { return step * size.out_width * depth; }

  kernels::PatchSizes size;
  std::int64_t depth;  ///< numbers in a window
  std::int64_t lines;  ///< of places, over all images
  std::int64_t step;   ///< lines a chunk
};

/// What multiplies the windows: oneDNN's sgemm, or the products of loops/product.hpp, for which AVX2 must be there.
enum class Multiplier { sgemm, avx2 };

/// y = φ(W ∗ x + b); `bias` may be null.
std::unique_ptr<Product> conv_forward(Multiplier, const ConvSizes&, const float* x, const float* weight,
                                      const float* bias, Activation, float* y);
/// x = φ(Wᵀ ∗ y + b); `bias` may be null.
std::unique_ptr<Product> conv_transpose(Multiplier, const ConvSizes&, const float* y, const float* weight,
                                        const float* bias, Activation, float* x);
/// dW (+)= Σ δ xᵀ
std::unique_ptr<Product> conv_weight_gradient(Multiplier, const ConvSizes&, const float* delta, const float* x,
                                              float* dw, bool accumulate);

}  // namespace ganzoo::nn::patches
