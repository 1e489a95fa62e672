/// The statistics of `ganzoo compare`: intervals of a mean, paired differences, and many tests at once.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/report/table/compare.hpp>
#include <span>
#include <vector>

namespace ganzoo::report {

/// From so many values on an interval is a bootstrap's; below three there is none.
inline constexpr std::size_t bootstrap_from = 20, interval_from = 3;

/// Mean and 95 % interval: Student's t (Gosset 1908) below 20 values, the bias-corrected and accelerated bootstrap
/// (Efron, JASA 82, 1987) of 10 000 resamples with a fixed seed from 20 on. Of equal values the interval is a point.
GANZOO_API Interval interval_of(std::span<const double> values);

/// Mean and interval of the differences like interval_of, and p of the two-sided paired t-test; p is NaN below three
/// pairs, 1 where all differences are zero, 0 where they are all equal and not zero. p_holm is left NaN.
GANZOO_API Paired paired_of(std::span<const double> differences);

/// Holm's step-down correction (Scand. J. Statist. 6, 1979) of the p-values of one family; NaN stays and counts not.
GANZOO_API std::vector<double> holm(std::span<const double> p);

}  // namespace ganzoo::report
