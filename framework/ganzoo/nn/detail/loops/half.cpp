#include <ganzoo/core/level.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>

namespace ganzoo::nn::kernels {
namespace {

/// The upper sixteen bits, rounded to nearest, ties to even; NaN stays NaN.
GANZOO_INLINE std::uint16_t half_of(float x) {
  const auto bits = __builtin_bit_cast(std::uint32_t, x);
  const std::uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  return static_cast<std::uint16_t>((bits & 0x7fffffffu) > 0x7f800000u ? (bits >> 16) | 0x40u : rounded);
}

void to_halves(const float* x, std::uint16_t* halves, Int n) {
  GANZOO_INDEPENDENT
  for (Int i = 0; i < n; ++i) halves[i] = half_of(x[i]);
}

void to_split(const float* x, Int rows, Int columns, std::uint16_t* halves, Int stride, Int high, Int low) {
  for (Int r = 0; r < rows; ++r) {
    const float* from = x + r * columns;
    std::uint16_t* to = halves + r * stride;
    GANZOO_INDEPENDENT
    for (Int j = 0; j < columns; ++j) {
      const std::uint16_t top = half_of(from[j]);
      const float rest = from[j] - __builtin_bit_cast(float, static_cast<std::uint32_t>(top) << 16);
      to[j] = top;
      to[high + j] = top;
      to[low + j] = half_of(rest);
    }
  }
}

}  // namespace

const HalfLoops GANZOO_LEVEL_NAME(half_loops_){
    .to_halves = to_halves,
    .to_split = to_split,
};

}  // namespace ganzoo::nn::kernels
