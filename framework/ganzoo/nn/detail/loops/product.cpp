#include <ganzoo/core/level.hpp>
#include <ganzoo/nn/detail/loops/product.hpp>

namespace ganzoo::nn::avx2 {
namespace {

using Int = std::int64_t;

/// A tile of the result, whose sums stay in registers: two vectors wide and as high as there are registers for.
constexpr int lanes = 8, vectors = 2;
constexpr int height = 6, width = vectors * lanes;
/// So deep that a panel of b stays in the first cache.
constexpr Int depth = 256;

using Vector = float __attribute__((vector_size(4 * lanes)));
/// The same, wherever floats may lie.
using Floats = float __attribute__((vector_size(4 * lanes), aligned(4), may_alias));

GANZOO_INLINE Int least(Int a, Int b) { return a < b ? a : b; }

/// Panels of `size` rows of x [n, k], each of them [k, size]; the last is filled up with zeros.
template <int size>
GANZOO_INLINE void pack(const Strided& x, Int n, Int k, float* panels) {
  for (Int first = 0; first < n; first += size, panels += k * size) {
    const float* corner = x.first + first * x.row;
    const Int rows = least(size, n - first);
    if (rows == size && x.row == 1) {
      for (Int i = 0; i < k; ++i) __builtin_memcpy(panels + i * size, corner + i * x.column, sizeof(float) * size);
    } else if (rows == size) {
      for (Int i = 0; i < k; ++i) {
        for (int r = 0; r < size; ++r) panels[i * size + r] = corner[r * x.row + i * x.column];
      }
    } else {
      for (Int i = 0; i < k; ++i) {
        for (Int r = 0; r < size; ++r) panels[i * size + r] = r < rows ? corner[r * x.row + i * x.column] : 0.0f;
      }
    }
  }
}

/// c (+)= aᵀ·b of a panel [k, height] and one [k, width]
GANZOO_INLINE void tile(const float* a, const float* b, Int k, float* c, Int columns, bool accumulate) {
  Vector sums[height][vectors] = {};
  for (Int i = 0; i < k; ++i, a += height, b += width) {
    Vector across[vectors];
#pragma GCC unroll 2
    for (int v = 0; v < vectors; ++v) across[v] = *reinterpret_cast<const Floats*>(b + v * lanes);
#pragma GCC unroll 6
    for (int r = 0; r < height; ++r) {
#pragma GCC unroll 2
      for (int v = 0; v < vectors; ++v) sums[r][v] += a[r] * across[v];
    }
  }
#pragma GCC unroll 6
  for (int r = 0; r < height; ++r) {
#pragma GCC unroll 2
    for (int v = 0; v < vectors; ++v) {
      auto* out = reinterpret_cast<Floats*>(c + r * columns + v * lanes);
      *out = accumulate ? *out + sums[r][v] : sums[r][v];
    }
  }
}

/// The same at the edge of c, of which `rows` by `some` numbers are left.
void edge(const float* a, const float* b, Int k, float* c, Int columns, bool accumulate, Int rows, Int some) {
  alignas(64) float whole[height * width];
  tile(a, b, k, whole, width, false);
  for (Int r = 0; r < rows; ++r) {
    for (Int j = 0; j < some; ++j) {
      float& out = c[r * columns + j];
      out = accumulate ? out + whole[r * width + j] : whole[r * width + j];
    }
  }
}

/// The columns of c that one panel of b makes.
void panel(const float* a, const float* b, Int k, float* c, Int columns, bool accumulate, Int m, Int some) {
  for (Int i = 0; i < m; i += height) {
    if (i + height <= m && some == width) {
      tile(a + i * k, b, k, c + i * columns, columns, accumulate);
    } else {
      edge(a + i * k, b, k, c + i * columns, columns, accumulate, least(height, m - i), some);
    }
  }
}

}  // namespace

std::int64_t multiply_scratch(std::int64_t m) { return ((m + height - 1) / height * height + width) * depth; }

void multiply(const Strided& a, const Strided& b, std::int64_t m, std::int64_t n, std::int64_t k, float* c,
              bool accumulate, float* scratch) {
  float *b_panel = scratch, *a_panels = scratch + width * depth;
  for (Int first = 0; first < k; first += depth) {
    const Int some = least(depth, k - first);
    pack<height>({a.first + first * a.column, a.row, a.column}, m, some, a_panels);
    for (Int j = 0; j < n; j += width) {
      const Int columns = least(width, n - j);
      pack<width>({b.first + first * b.row + j * b.column, b.column, b.row}, columns, some, b_panel);
      panel(a_panels, b_panel, some, c + j, n, accumulate || first > 0, m, columns);
    }
  }
}

}  // namespace ganzoo::nn::avx2
