#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <ganzoo/report/statistics/interval.hpp>
#include <ganzoo/report/statistics/location.hpp>
#include <vector>

namespace ganzoo::report {
namespace {

/// P(Σ D_i z_i > t) for ascending z and D uniform on the simplex: a B-spline's integral by de Boor's recursion, whose
/// terms are all positive.
double tail(std::span<const double> z, double t) {
  if (t < z.front()) return 1;
  if (t >= z.back()) return 0;
  std::vector<double> g;
  for (const double x : z) g.push_back(x > t ? 1 : 0);
  for (std::size_t width = 1; width < z.size(); ++width)
    for (std::size_t i = 0; i + width < z.size(); ++i) {
      const double low = z[i], high = z[i + width];
      g[i] = t < low ? 1 : t >= high ? 0 : ((high - t) * g[i + 1] + (t - low) * g[i]) / (high - low);
    }
  return g[0];
}

/// The number that Σ D_i z_i exceeds with probability `above`, to the last bit.
double exceeded_with(double above, std::span<const double> z) {
  double low = z.front(), high = z.back();
  for (;;) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    (tail(z, middle) > above ? low : high) = middle;
  }
}

/// The greatest k whose interval [x_(k), x_(n+1−k)] has the level, or 1; and the level it has.
std::pair<std::size_t, double> rank_of(std::size_t n, double level) {
  const boost::math::binomial fair(static_cast<double>(n), 0.5);
  const auto missed = [&](std::size_t k) { return 2 * boost::math::cdf(fair, static_cast<double>(k - 1)); };
  std::size_t k = 1;
  while (2 * (k + 1) <= n && missed(k + 1) <= 1 - level) ++k;
  return {k, 1 - missed(k)};
}

Interval without_interval(std::span<const double> values, double center, const char* summary) {
  Interval interval;
  interval.n = static_cast<std::int64_t>(values.size());
  interval.center = center;
  interval.summary = summary;
  return interval;
}

bool is_enough(const Interval& interval) { return interval.n >= interval_from && !std::isnan(interval.center); }

}  // namespace

Interval gaffke_interval(std::span<const double> values, const Bounds& bounds, double level) {
  Interval interval = without_interval(values, mean_of(values), "mean");
  if (!is_enough(interval)) return interval;
  std::vector<double> z = sorted(values);
  const std::size_t n = z.size();
  z.insert(z.begin(), bounds.lower);
  z.push_back(bounds.upper);
  interval.low = exceeded_with((1 + level) / 2, std::span(z).first(n + 1));
  interval.high = exceeded_with((1 - level) / 2, std::span(z).last(n + 1));
  interval.level = level;
  interval.rule = "gaffke";
  return interval;
}

Interval median_interval(std::span<const double> values, double level) {
  Interval interval = without_interval(values, median_of(values), "median");
  if (!is_enough(interval)) return interval;
  const std::vector<double> ascending = sorted(values);
  const auto [k, reached] = rank_of(ascending.size(), level);
  interval.low = ascending[k - 1];
  interval.high = ascending[ascending.size() - k];
  interval.level = reached;
  interval.rule = "order statistics";
  return interval;
}

Interval student_interval(std::span<const double> values, double level) {
  Interval interval = without_interval(values, mean_of(values), "mean");
  if (!is_enough(interval) || !std::isfinite(interval.center)) return interval;
  const auto n = static_cast<double>(values.size());
  double spread = 0, squares = 0;
  for (const double v : values) spread = std::max(spread, std::abs(v - interval.center));
  for (const double v : values) squares += spread > 0 ? std::pow((v - interval.center) / spread, 2) : 0;
  const double error = spread * std::sqrt(squares / (n - 1) / n);
  const double half = boost::math::quantile(boost::math::students_t(n - 1), (1 + level) / 2) * error;
  interval.low = interval.center - half;
  interval.high = interval.center + half;
  interval.level = level;
  interval.rule = "student";
  return interval;
}

Interval interval_of(std::span<const double> values, const Bounds& bounds) {
  return bounds.finite() ? gaffke_interval(values, bounds) : median_interval(values);
}

}  // namespace ganzoo::report
