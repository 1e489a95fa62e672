/// Intervals that hold without a shape being assumed: one rule for numbers that cannot leave a range, one for all others.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>

namespace ganzoo::report {

/// Below so many values there is a centre and no interval.
inline constexpr std::int64_t interval_from = 3;

/// What values cannot leave; infinite where there is no bound.
struct Bounds {
  double lower = -std::numeric_limits<double>::infinity(), upper = std::numeric_limits<double>::infinity();
  bool finite() const { return std::isfinite(lower) && std::isfinite(upper); }
};

struct Interval {
  std::int64_t n = 0;
  double center = std::numeric_limits<double>::quiet_NaN();  ///< the mean or the median, as `summary` says
  double low = std::numeric_limits<double>::quiet_NaN(), high = std::numeric_limits<double>::quiet_NaN();
  double level = std::numeric_limits<double>::quiet_NaN();  ///< how often [low, high] covers, at least
  std::string summary;                                      ///< mean | median | iqm
  std::string rule;                                         ///< gaffke | order statistics | student; "" without one
};

/// The mean of values within finite bounds (Gaffke 2004; Learned-Miller & Thomas, arXiv 1905.06208): quantiles of
/// Σ D_i z_i, D uniform on the simplex, z the values and the bound on that side. Of zeros and ones it is Clopper and
/// Pearson's interval.
Interval gaffke_interval(std::span<const double> values, const Bounds& bounds, double level = 0.95);

/// The median between two order statistics: exact for every law, infinities included. The level is what n values can
/// give: at least `level` from six on.
Interval median_interval(std::span<const double> values, double level = 0.95);

/// Student's t of the mean (Gosset 1908), which assumes normal values.
Interval student_interval(std::span<const double> values, double level = 0.95);

/// The rule of every table: Gaffke's where both bounds are finite, else the median's.
Interval interval_of(std::span<const double> values, const Bounds& bounds);

}  // namespace ganzoo::report
