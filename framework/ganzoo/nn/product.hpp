/// A planned matrix product in fixed memory: what dense layers are made of, whatever engine computes it.
#pragma once

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
};

/// The sizes of a dense layer's products: x [batch, in], W [out, in], y [batch, out].
struct DenseSizes {
  std::int64_t batch, out, in;
};

}  // namespace ganzoo::nn
