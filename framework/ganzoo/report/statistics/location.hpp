/// Where a handful of numbers lies. Infinities count as what they are; nothing is dropped.
#pragma once

#include <span>
#include <vector>

namespace ganzoo::report {

/// Of Σ|d|: sums within it are one sum.
inline constexpr double rounding = 1e-12;

/// NaN of no number, of any NaN and where both infinities stand; an infinity where one does.
double mean_of(std::span<const double> values);
/// Of an even count the mean of the middle two; NaN of no number and of any NaN.
double median_of(std::span<const double> values);
/// The mean without the outermost ⌊n/4⌋ at each end (Agarwal et al., NeurIPS 2021: IQM).
double interquartile_mean_of(std::span<const double> values);

/// a − b, where equal infinities are a tie: 0.
double difference(double a, double b);
/// The median of the n(n + 1)/2 means of pairs, each value with itself too (Hodges & Lehmann, Ann. Math. Stat. 34,
/// 1963).
double hodges_lehmann(std::span<const double> differences);
/// Mean over standard deviation, whatever the unit: d_z; NaN where the deviation is 0 or a difference is infinite.
double standardised_mean(std::span<const double> differences);

/// Ascending.
std::vector<double> sorted(std::span<const double> values);
/// The values times a power of two that brings the largest finite one near 1: sums and squares neither overflow nor
/// vanish, and no digit changes.
std::vector<double> rescaled(std::span<const double> values);

}  // namespace ganzoo::report
