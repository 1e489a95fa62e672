/// A planned matrix product in fixed memory: what linear layers are made of, whatever engine computes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace ganzoo::nn {

class Product {
 public:
  virtual ~Product() = default;
  /// Computes it; no allocation, no look-up.
  virtual void run() = 0;
  /// What computes it: "brg:avx512_core".
  virtual std::string implementation() const = 0;
  /// Memory that it needs while it runs, given once before: the products of a plan share it.
  virtual std::size_t scratch_bytes() const { return 0; }
  virtual void use_scratch(void*) {}
};

/// A matrix of a product as it lies in memory, [rows, columns] row-major, and whether it enters as its transpose.
struct Factor {
  const float* floats;
  std::int64_t rows, columns;
  bool transposed = false;

  /// Of what enters.
  std::int64_t op_rows() const { return transposed ? columns : rows; }
  std::int64_t op_columns() const { return transposed ? rows : columns; }
};

/// The sizes of a dense layer's products: x [batch, in], W [out, in], y [batch, out].
struct DenseSizes {
  std::int64_t batch, out, in;
};

/// The sizes of a convolution's products, images channels-last: x [batch, height, width, in], W [out, kernel, kernel,
/// in], y [batch, out_height, out_width, out]. Both edges are padded by `padding` zeros.
struct ConvSizes {
  std::int64_t batch, height, width, in, out_height, out_width, out, kernel, stride, padding;
};

}  // namespace ganzoo::nn
