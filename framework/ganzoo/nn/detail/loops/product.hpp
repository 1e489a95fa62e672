/// Matrix products on AVX2, where those of oneDNN reach but half of the peak unless both matrices are large.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>

namespace ganzoo::nn::avx2 {

/// A matrix whose number at (i, j) is first[i·row + j·column].
struct Strided {
  const float* first;
  std::int64_t row, column;
};

/// c [m, n] (+)= a [m, k]·b [k, n]: each number the sum of chains of 256 fused multiply-adds. `scratch`: so many floats
/// as multiply_scratch tells.
GANZOO_API void multiply(const Strided& a, const Strided& b, std::int64_t m, std::int64_t n, std::int64_t k, float* c,
                         bool accumulate, float* scratch);
GANZOO_API std::int64_t multiply_scratch(std::int64_t m);

}  // namespace ganzoo::nn::avx2
