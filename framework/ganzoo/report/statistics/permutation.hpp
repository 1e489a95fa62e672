/// The test of two groups whose runs are no pairs.
#pragma once

#include <span>

namespace ganzoo::report {

struct TwoSample {
  double p;        ///< NaN where a group is empty or a value is NaN
  double least_p;  ///< that groups of these sizes can give
};

/// Two-sided p of the difference of means over all C(n + m, n) ways to share the values out (Fisher 1935; Pitman 1937),
/// beyond 10⁶ ways over 99 999 random ones of a fixed stream; where a value is infinite, of the midranks.
TwoSample permutation_test(std::span<const double> a, std::span<const double> b);

}  // namespace ganzoo::report
