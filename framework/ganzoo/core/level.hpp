/// For sources compiled once for each x86-64 level, with GANZOO_LEVEL the suffix of their names. No standard header
/// with code in it may come into them, or the linker could keep its AVX-512 copy for everyone: what they share is
/// inlined always. Plain loops that vectorise; every sum has a fixed order, so that all levels give equal bits.
#pragma once

#include <cstdint>

#if GANZOO_LEVEL_NUMBER >= 4 && !defined(__AVX512F__) || GANZOO_LEVEL_NUMBER >= 3 && !defined(__AVX2__)
#error "these loops are compiled for a lower instruction set than their name says"
#endif

#define GANZOO_JOIN_(a, b) a##b
#define GANZOO_JOIN(a, b) GANZOO_JOIN_(a, b)
/// GANZOO_LEVEL_NAME(loops_) is loops_v2, loops_v3 or loops_v4.
#define GANZOO_LEVEL_NAME(name) GANZOO_JOIN(name, GANZOO_LEVEL)

#define GANZOO_ALWAYS __attribute__((always_inline))
#define GANZOO_INLINE GANZOO_ALWAYS inline

/// Before a loop: no turn of it reads what another writes.
#ifdef __clang__
#define GANZOO_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define GANZOO_INDEPENDENT _Pragma("GCC ivdep")
#endif

namespace ganzoo {

GANZOO_INLINE void clear(float* x, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) x[i] = 0;
}

/// Σ element(i) over [0, n), in double, in 16 lanes of fixed order.
template <class Element>
GANZOO_INLINE double lane_sum(const Element& element, std::int64_t n) {
  constexpr int lanes = 16;
  double lane[lanes] = {};
  const std::int64_t whole = n / lanes * lanes;
  for (std::int64_t i = 0; i < whole; i += lanes) {
    for (int k = 0; k < lanes; ++k) lane[k] += static_cast<double>(element(i + k));
  }
  for (std::int64_t i = whole; i < n; ++i) lane[i - whole] += static_cast<double>(element(i));
  for (int width = lanes / 2; width > 0; width /= 2) {
    for (int k = 0; k < width; ++k) lane[k] += lane[k + width];
  }
  return lane[0];
}

}  // namespace ganzoo
