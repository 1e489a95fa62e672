/// The loops of Rng over many numbers, compiled for three instruction sets and chosen once; equal bits in all.
#pragma once

#include <cstdint>

namespace ganzoo::detail {

/// Blocks a call of a kernel makes; each block is four numbers.
inline constexpr int rng_chunk = 64;

struct RngStream {
  std::uint32_t key[2];
  std::uint32_t high;       ///< counter word 1
  std::uint32_t stream[2];  ///< counter words 2 and 3
};

/// out[4 rng_chunk]: bits of the blocks from `block` (counter word 0) on, lane by lane.
using FillBits = void (*)(const RngStream&, std::uint32_t block, std::uint32_t* out);
/// out[4 rng_chunk]: standard normals of those blocks, by Box–Muller: lanes 0 and 1 make two, lanes 2 and 3 two more.
using FillNormal = void (*)(const RngStream&, std::uint32_t block, float* out);

struct RngKernels {
  FillBits bits;
  FillNormal normal;
};

extern const RngKernels rng_kernels_v2, rng_kernels_v3, rng_kernels_v4;

}  // namespace ganzoo::detail
