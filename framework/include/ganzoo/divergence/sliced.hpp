/// Sliced Wasserstein distances: the mean over lines of the exact distance between the projected samples, and its
/// gradient.
#pragma once

#include <cstdint>
#include <functional>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/divergence/pairs.hpp>
#include <vector>

namespace ganzoo {

/// Directions uniform on the unit sphere, a row each: numbers of the stream alone.
GANZOO_API void random_directions(const Rng& rng, Matrix out);

/// Numbers in ascending order and where they came from, by a radix sort: no comparison, no branch to mispredict.
class GANZOO_API SortedLine {
 public:
  void set(std::span<const float> x);
  std::size_t size() const { return keys_.size(); }
  double value(std::size_t rank) const { return x_[index(rank)]; }
  std::size_t index(std::size_t rank) const { return static_cast<std::uint32_t>(keys_[rank]); }

 private:
  std::span<const float> x_;
  std::vector<std::uint64_t> keys_, other_;  ///< the number's bits, ordered as it is, above its index
};

class GANZOO_API SlicedWasserstein {
 public:
  /// Mean over the rows of `directions` [k, d] of W_pᵖ, p = 1 or 2; overwrites `fake_gradient` [m, d]. The samples need
  /// not be equally many: the optimal coupling on a line is the one of quantiles.
  /// `poll` is called before each direction, and may throw.
  double operator()(
      int power, ConstMatrix directions, ConstMatrix real, ConstMatrix fake, Matrix fake_gradient,
      const std::function<void()>& poll = [] {});

 private:
  SortedLine x_, y_;
  OwnedMatrix real_, fake_, slopes_;  ///< projections [k, n], [k, m]; slopes [m, k]
};

}  // namespace ganzoo
