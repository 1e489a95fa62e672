/// Counter-based random numbers: the same (seed, purpose, update, index) is the same number, always and anywhere.
///
/// No state is kept or saved. A resumed run, another schedule or another logging interval draws the same numbers.
#pragma once

#include <ganzoo/core/api.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace ganzoo {

/// Philox4x32-10 (Salmon, Moraes, Dror & Shaw, SC 2011): a bijection of 128-bit counters for each 64-bit key.
GANZOO_API std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// What a stream of numbers is for. Streams of different purposes are independent. Numbers never change their meaning.
enum class Purpose : std::uint8_t {
  weights = 1,            ///< initial weights; update = hash of the parameter's name
  data = 2,               ///< the critic's n-th batch; update = critic update
  critic_noise = 3,       ///< z of the critic's fakes; update = critic update
  generator_noise = 4,    ///< z of the generator's batch; update = generator update
  evaluation_data = 5,    ///< real samples that metrics see
  evaluation_noise = 6,   ///< z of the samples that metrics see
  projection = 7,         ///< random directions of metrics
  permutation = 8,        ///< order of finite data; update = epoch
  critic_layers = 9,      ///< dropout in a critic update
  generator_layers = 10,  ///< dropout in a generator update
  regularizer = 11,       ///< instance noise, interpolation points; update = critic update
  grid = 12,              ///< sampled grid axes
  sample = 13,            ///< `ganzoo sample`
  generator_data = 14,    ///< real batch of a generator update, where a divergence needs one
  other = 15,
  distance = 16,  ///< random directions of a sample distance; update = generator update
};

/// One stream of random numbers. Cheap to make and to copy; every number is addressed by its index.
class GANZOO_API Rng {
 public:
  Rng(std::uint64_t seed, Purpose purpose, std::uint64_t update = 0);

  /// The same stream's child number `n`: an independent stream (a layer, a member, a chunk).
  Rng child(std::uint64_t n) const;

  /// 32 uniform bits.
  std::uint32_t bits(std::uint64_t index) const;
  /// Uniform in [0, 1) with 53 bits.
  double uniform(std::uint64_t index) const;
  /// Standard normal in double (Box–Muller on two uniforms).
  double normal(std::uint64_t index) const;
  /// Uniform integer in [0, bound), bound ≥ 1.
  std::uint64_t below(std::uint64_t index, std::uint64_t bound) const;

  /// out[i] = number first + i of the stream, whatever the split into calls (`first` a multiple of 4).
  void fill_uniform(std::span<float> out, float low, float high, std::uint64_t first = 0) const;
  void fill_normal(std::span<float> out, float mean, float std, std::uint64_t first = 0) const;
  /// out becomes a permutation of 0 … out.size() − 1.
  void fill_permutation(std::span<std::int64_t> out) const;

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 2> stream_;  ///< counter words 2 and 3: update and purpose
};

/// 64-bit FNV-1a of a name: how weights find their stream, independent of the layers around them.
GANZOO_API std::uint64_t hash_name(std::string_view name);

}  // namespace ganzoo
