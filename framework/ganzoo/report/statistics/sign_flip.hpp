/// Tests of paired differences that assume nothing but symmetry about 0 (Fisher 1935, section 21): what the sum of the
/// differences would be, had each of them the other sign.
#pragma once

#include <ganzoo/report/statistics/interval.hpp>
#include <span>
#include <string>

namespace ganzoo::report {

/// Up to so many pairs every one of the 2ⁿ flips is counted; beyond, 99 999 random ones of a fixed stream.
inline constexpr std::size_t exact_pairs = 20;

/// Two-sided p of |Σ d|, never below 2/2ⁿ (1e-5 beyond exact_pairs); where a difference is infinite, of the signed
/// midranks. 1 where all are 0; NaN below one pair and of a NaN.
double sign_flip_p(std::span<const double> differences);

/// The least p that so many pairs can give.
double least_p(std::size_t pairs);

/// The inversion of that test (Hartigan, JASA 64, 1969: typical values): the means of all subsets of the differences,
/// without the outermost 2.5 % at each end; of 9999 random subsets beyond twelve pairs. The centre is their mean. Where a
/// difference is infinite: the median, between the least and the greatest.
Interval difference_interval(std::span<const double> differences);

/// Are they as far from ±margin as a one-sided sign-flip test can tell? The larger p of the two, Σ(d + margin) as large
/// and Σ(d − margin) as small: at or below 0.05, no difference is larger than the margin.
double equivalence_p(std::span<const double> differences, double margin);

}  // namespace ganzoo::report
