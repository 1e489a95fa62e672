/// Are two samples of one distribution? Permutation tests by means over pairs of points, exact at any number of
/// samples.
///
///     D = 2 E ρ(x, y) − E ρ(x, x′) − E ρ(y, y′)
///
/// energy: ρ = |x − y|; mean discrepancy: ρ = −exp(−|x − y|²/(2b²)). All in double precision.
#pragma once

#include <cstdint>
#include <functional>
#include <ganzoo/core/api.hpp>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/tensor.hpp>

namespace ganzoo {

struct Tested {
  double value = 0;  ///< the statistic of the samples as they are labelled
  /// (1 + the number of random relabellings whose statistic is as large) / (1 + relabellings): where nothing differs it
  /// is at most α with a probability of at most α (Phipson & Smyth, 2010).
  double p = 1;
};

/// The energy distance over all pairs (Székely & Rizzo, 2013: never negative). Samples [n, d] and [m, d], all finite;
/// NaN where a square overflows. The order of the rows does not matter.
/// `poll` is called before each 128 rows of pairs, and may throw.
GANZOO_API Tested energy_test(
    MatrixView<const double> real, MatrixView<const double> fake, int permutations, const Rng&,
    const std::function<void()>& poll = [] {});

/// The unbiased squared mean discrepancy (Gretton et al., JMLR 13, 2012, eq. 3), likewise; n, m ≥ 2.
GANZOO_API Tested mmd_test(
    MatrixView<const double> real, MatrixView<const double> fake, double bandwidth, int permutations, const Rng&,
    const std::function<void()>& poll = [] {});

/// The median distance between points of both samples taken together (Gretton et al., 2012, section 8): over the pairs
/// of all of them, or of 2000 at random where they are more.
GANZOO_API double median_distance(MatrixView<const double> real, MatrixView<const double> fake, const Rng&);

}  // namespace ganzoo
