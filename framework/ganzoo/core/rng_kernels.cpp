#include <ganzoo/core/level.hpp>
#include <ganzoo/core/rng_kernels.hpp>
#include <ganzoo/core/vmath.hpp>

namespace ganzoo::detail {
namespace {

/// Philox4x32-10 of a chunk of consecutive blocks, one array for each lane.
void philox_chunk(const RngStream& s, std::uint32_t block, std::uint32_t (&lane)[4][rng_chunk]) {
  for (int i = 0; i < rng_chunk; ++i) {
    std::uint32_t c0 = block + static_cast<std::uint32_t>(i), c1 = s.high, c2 = s.stream[0], c3 = s.stream[1];
    std::uint32_t k0 = s.key[0], k1 = s.key[1];
#pragma GCC unroll 10
    for (int round = 0; round < 10; ++round) {
      const std::uint64_t a = std::uint64_t{0xD2511F53u} * c0, b = std::uint64_t{0xCD9E8D57u} * c2;
      c0 = static_cast<std::uint32_t>(b >> 32) ^ c1 ^ k0;
      c1 = static_cast<std::uint32_t>(b);
      c2 = static_cast<std::uint32_t>(a >> 32) ^ c3 ^ k1;
      c3 = static_cast<std::uint32_t>(a);
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
    lane[0][i] = c0;
    lane[1][i] = c1;
    lane[2][i] = c2;
    lane[3][i] = c3;
  }
}

void fill_bits(const RngStream& stream, std::uint32_t block, std::uint32_t* out) {
  std::uint32_t lane[4][rng_chunk];
  philox_chunk(stream, block, lane);
  for (int i = 0; i < rng_chunk; ++i) {
    for (int j = 0; j < 4; ++j) out[4 * i + j] = lane[j][i];
  }
}

/// Two normals from the bits of a radius and of an angle; |z| < 6.7.
void box_muller(const std::uint32_t* radius, const std::uint32_t* angle, float* first, float* second) {
  for (int i = 0; i < rng_chunk; ++i) {
    const float u = (static_cast<float>(static_cast<std::int32_t>(radius[i] >> 1)) + 0.5f) * 0x1p-31f;
    const float r = __builtin_sqrtf(-2.0f * vmath::log(u));
    const vmath::SinCos turn = vmath::sincos_turn(angle[i]);
    first[i] = r * turn.cos;
    second[i] = r * turn.sin;
  }
}

void fill_normal(const RngStream& stream, std::uint32_t block, float* out) {
  std::uint32_t lane[4][rng_chunk];
  float z[4][rng_chunk];
  philox_chunk(stream, block, lane);
  box_muller(lane[0], lane[1], z[0], z[1]);
  box_muller(lane[2], lane[3], z[2], z[3]);
  for (int i = 0; i < rng_chunk; ++i) {
    for (int j = 0; j < 4; ++j) out[4 * i + j] = z[j][i];
  }
}

}  // namespace

const RngKernels GANZOO_LEVEL_NAME(rng_kernels_){fill_bits, fill_normal};

}  // namespace ganzoo::detail
