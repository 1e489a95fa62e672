#include <ganzoo/core/cpu_level.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/rng_kernels.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace ganzoo {
namespace {

/// What a block of 128 bits is spent on: the top byte of the 64-bit index, so that two uses never share bits.
enum class Draw : std::uint64_t { bits = 0, uniform = 1, normal = 2, normals = 3, below = 4, child = 5 };

using Block = std::array<std::uint32_t, 4>;

Block block_at(Draw draw, std::uint64_t index, std::array<std::uint32_t, 2> stream, std::array<std::uint32_t, 2> key) {
  const std::uint64_t counter = (static_cast<std::uint64_t>(draw) << 56) + index;
  return philox({static_cast<std::uint32_t>(counter), static_cast<std::uint32_t>(counter >> 32), stream[0], stream[1]},
                key);
}

double to_unit(std::uint32_t high, std::uint32_t low) {
  return static_cast<double>(((std::uint64_t{high} << 32) | low) >> 11) * 0x1p-53;
}

const detail::RngKernels& kernels() {
  static const detail::RngKernels& chosen =
      of_level(cpu_level(), detail::rng_kernels_v2, detail::rng_kernels_v3, detail::rng_kernels_v4);
  return chosen;
}

/// Calls fill(stream, block, chunk) for the blocks that `count` numbers from `first` on need, take(offset, chunk, n) on
/// each. Chunks never cross a carry into counter word 1, whatever `first`.
template <class T, class Fill, class Take>
void in_chunks(Draw draw, std::array<std::uint32_t, 2> key, std::array<std::uint32_t, 2> stream, std::uint64_t first,
               std::size_t count, Fill fill, Take take) {
  alignas(64) T chunk[4 * detail::rng_chunk];
  for (std::size_t done = 0; done < count;) {
    const std::uint64_t counter = (static_cast<std::uint64_t>(draw) << 56) + (first + done) / 4;
    const auto low = static_cast<std::uint32_t>(counter);
    const std::uint64_t blocks = std::min<std::uint64_t>(detail::rng_chunk, (std::uint64_t{1} << 32) - low);
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(4 * blocks, count - done));
    fill({{key[0], key[1]}, static_cast<std::uint32_t>(counter >> 32), {stream[0], stream[1]}}, low, chunk);
    take(done, chunk, n);
    done += n;
  }
}

}  // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> c, std::array<std::uint32_t, 2> k) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53u} * c[0], b = std::uint64_t{0xCD9E8D57u} * c[2];
    c = {static_cast<std::uint32_t>(b >> 32) ^ c[1] ^ k[0], static_cast<std::uint32_t>(b),
         static_cast<std::uint32_t>(a >> 32) ^ c[3] ^ k[1], static_cast<std::uint32_t>(a)};
    k = {k[0] + 0x9E3779B9u, k[1] + 0xBB67AE85u};
  }
  return c;
}

Rng::Rng(std::uint64_t seed, Purpose purpose, std::uint64_t update)
    : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
      // A counter keeps its 56 low bits as they are; a hash is folded into them.
      stream_{static_cast<std::uint32_t>(update), (static_cast<std::uint32_t>(update >> 32) & 0x00ffffffu) ^
                                                      static_cast<std::uint32_t>(update >> 56) ^
                                                      (static_cast<std::uint32_t>(purpose) << 24)} {}

Rng Rng::child(std::uint64_t n) const {
  Rng inner = *this;
  const Block block = block_at(Draw::child, n, stream_, key_);
  inner.key_ = {block[0], block[1]};
  inner.stream_ = {block[2], block[3]};
  return inner;
}

std::uint32_t Rng::bits(std::uint64_t index) const { return block_at(Draw::bits, index / 4, stream_, key_)[index % 4]; }

double Rng::uniform(std::uint64_t index) const {
  const Block block = block_at(Draw::uniform, index / 2, stream_, key_);
  return index % 2 == 0 ? to_unit(block[0], block[1]) : to_unit(block[2], block[3]);
}

double Rng::normal(std::uint64_t index) const {
  const Block block = block_at(Draw::normal, index, stream_, key_);
  const double radius = std::sqrt(-2 * std::log1p(-to_unit(block[0], block[1])));
  return radius * std::cos(2 * std::numbers::pi * to_unit(block[2], block[3]));
}

std::uint64_t Rng::below(std::uint64_t index, std::uint64_t bound) const {
  const Block block = block_at(Draw::below, index, stream_, key_);
  __extension__ using Wide = unsigned __int128;
  // ⌊x·bound / 2¹²⁸⌋ for 128 uniform bits x: biased by less than 2⁻⁶⁴, without rejection.
  const std::uint64_t high = (std::uint64_t{block[0]} << 32) | block[1],
                      low = (std::uint64_t{block[2]} << 32) | block[3];
  return static_cast<std::uint64_t>((Wide{high} * bound + ((Wide{low} * bound) >> 64)) >> 64);
}

void Rng::fill_uniform(std::span<float> out, float low, float high, std::uint64_t first) const {
  const auto take = [&](std::size_t offset, const std::uint32_t* chunk, std::size_t n) {
    // 24 bits: every value is a float below 1. The product may round up to `high` itself, which stays outside.
    const float below = std::nextafterf(high, low);
    for (std::size_t i = 0; i < n; ++i) {
      const float x = low + (high - low) * (static_cast<float>(static_cast<std::int32_t>(chunk[i] >> 8)) * 0x1p-24f);
      out[offset + i] = x < high ? x : below;
    }
  };
  in_chunks<std::uint32_t>(Draw::bits, key_, stream_, first, out.size(), kernels().bits, take);
}

void Rng::fill_normal(std::span<float> out, float mean, float std, std::uint64_t first) const {
  const auto take = [&](std::size_t offset, const float* chunk, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) out[offset + i] = mean + std * chunk[i];
  };
  in_chunks<float>(Draw::normals, key_, stream_, first, out.size(), kernels().normal, take);
}

void Rng::fill_permutation(std::span<std::int64_t> out) const {
  std::iota(out.begin(), out.end(), std::int64_t{0});
  for (std::uint64_t i = out.size(); i > 1; --i) std::swap(out[i - 1], out[below(i, i)]);  // Fisher and Yates
}

std::uint64_t hash_name(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

}  // namespace ganzoo
