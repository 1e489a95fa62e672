/// Branch-free exp, log and sincos in float: loops over them vectorise. At most 2 ulp from the exact value.
///
/// Every operation is one IEEE operation in a fixed order, so a loop gives the same bits scalar, with SSE and with
/// AVX-512 (the project compiles with -ffp-contract=off). Polynomials: Moshier, Cephes math library, single precision.
#pragma once

#include <cstdint>

#define GANZOO_VMATH __attribute__((always_inline)) inline

namespace ganzoo::vmath {

GANZOO_VMATH float select(bool condition, float yes, float no) { return condition ? yes : no; }

/// 2^n for integer n in [−126, 127].
GANZOO_VMATH float power_of_two(std::int32_t n) {
  return __builtin_bit_cast(float, static_cast<std::uint32_t>(n + 127) << 23);
}

/// eˣ; 0 below −87.3 (no subnormal results), +∞ above 88.72; NaN stays NaN.
GANZOO_VMATH float exp(float x) {
  constexpr float low = -87.33654f, high = 88.722839f;
  const float clipped = select(x > low, select(x < high, x, high), low);
  constexpr float round = 12582912.0f;  // 1.5·2²³: adding it rounds to an integer
  const float n = (clipped * 1.44269504088896341f + round) - round;
  const float r = (clipped - n * 0.693359375f) - n * -2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  const auto whole = static_cast<std::int32_t>(n);
  const std::int32_t half = whole >> 1;  // two factors: 2¹²⁸ alone is no float
  const float y = ((p * (r * r) + r) + 1.0f) * power_of_two(half) * power_of_two(whole - half);
  const float bounded = select(x < low, 0.0f, select(x > high, __builtin_bit_cast(float, 0x7f800000u), y));
  return x == x ? bounded : x;
}

/// log x for normal x > 0; −∞ at 0, NaN below, and a subnormal counts as 0.
GANZOO_VMATH float log(float x) {
  const auto bits = __builtin_bit_cast(std::uint32_t, x);
  // Mantissa into [√½, √2): subtract the bits of √½, so that the exponent field carries where it should.
  const std::uint32_t shifted = bits - 0x3f3504f3u;
  const auto exponent = static_cast<std::int32_t>(shifted) >> 23;
  const float e = static_cast<float>(exponent);
  const float m = __builtin_bit_cast(float, (shifted & 0x007fffffu) + 0x3f3504f3u) - 1.0f;
  const float z = m * m;
  float p = 7.0376836292e-2f;
  p = p * m - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  float y = p * m * z;
  y = y + e * -2.12194440e-4f;
  y = y - 0.5f * z;
  y = (m + y) + e * 0.693359375f;
  const float infinity = __builtin_bit_cast(float, 0x7f800000u);
  const float tiny = __builtin_bit_cast(float, 0x00800000u);
  const float domain = select(x < 0.0f, __builtin_bit_cast(float, 0x7fc00000u), -infinity);
  return select(x >= tiny, select(x == infinity, x, y), x == x ? domain : x);
}

struct SinCos {
  float sin, cos;
};

/// sin and cos of r + quadrant·π/2 for |r| ≤ π/4.
GANZOO_VMATH SinCos sincos_reduced(float r, std::uint32_t quadrant) {
  const float z = r * r;
  float s = -1.9515295891e-4f;
  s = s * z + 8.3321608736e-3f;
  s = s * z - 1.6666654611e-1f;
  s = s * z * r + r;
  float c = 2.443315711809948e-5f;
  c = c * z - 1.388731625493765e-3f;
  c = c * z + 4.166664568298827e-2f;
  c = c * z * z - 0.5f * z + 1.0f;
  const std::uint32_t odd = 0u - (quadrant & 1u);  // all ones where sin and cos change places
  const auto sb = __builtin_bit_cast(std::uint32_t, s), cb = __builtin_bit_cast(std::uint32_t, c);
  const std::uint32_t sine = (cb & odd) | (sb & ~odd), cosine = (sb & odd) | (cb & ~odd);
  return {__builtin_bit_cast(float, sine ^ ((quadrant & 2u) << 30)),
          __builtin_bit_cast(float, cosine ^ (((quadrant + 1u) & 2u) << 30))};
}

/// sin x and cos x for |x| ≤ 8192.
GANZOO_VMATH SinCos sincos(float x) {
  constexpr float round = 12582912.0f;
  const float n = (x * 0.636619772367581343f + round) - round;
  const float r = ((x - n * 1.5703125f) - n * 4.837512969970703125e-4f) - n * 7.54978995489188216e-8f;
  return sincos_reduced(r, static_cast<std::uint32_t>(static_cast<std::int32_t>(n)));
}

/// sin and cos of 2π·turn/2³²: the reduction is exact.
GANZOO_VMATH SinCos sincos_turn(std::uint32_t turn) {
  const std::uint32_t shifted = turn + 0x20000000u;
  const auto rest = static_cast<std::int32_t>(shifted & 0x3fffffffu) - 0x20000000;
  return sincos_reduced(static_cast<float>(rest) * 1.46291807926715968e-9f, shifted >> 30);
}

}  // namespace ganzoo::vmath
