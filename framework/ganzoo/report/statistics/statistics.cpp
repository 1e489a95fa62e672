#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <ganzoo/report/statistics/statistics.hpp>
#include <limits>
#include <numeric>
#include <random>

namespace ganzoo::report {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr double level = 0.95;
constexpr std::size_t resamples = 10'000;
constexpr std::uint64_t bootstrap_seed = 20'140'610;

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// The standard error of the mean.
double error_of(std::span<const double> values, double mean) {
  double sum = 0;
  for (const double v : values) sum += (v - mean) * (v - mean);
  const auto n = static_cast<double>(values.size());
  return std::sqrt(sum / (n - 1) / n);
}

/// The means of all resamples, sorted. The generator is the standard's, its use spelled out: the same everywhere.
std::vector<double> resampled_means(std::span<const double> values) {
  std::mt19937_64 bits(bootstrap_seed);
  const auto pick = [&] { return static_cast<std::size_t>(bits() % values.size()); };
  std::vector<double> means(resamples);
  for (double& mean : means) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += values[pick()];
    mean = sum / static_cast<double>(values.size());
  }
  std::ranges::sort(means);
  return means;
}

/// a = Σ d³ / 6 (Σ d²)^1.5 over the jackknife's means; for a mean d_i is proportional to v_i − mean.
double acceleration(std::span<const double> values, double mean) {
  double squares = 0, cubes = 0;
  for (const double v : values) {
    const double d = v - mean;
    squares += d * d;
    cubes += d * d * d;
  }
  return squares > 0 ? cubes / (6 * std::pow(squares, 1.5)) : 0;
}

/// The quantile of sorted values, between neighbours by the line (R's type 7).
double quantile(const std::vector<double>& sorted, double q) {
  const double at = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

void set_bootstrap_interval(Interval& interval, std::span<const double> values) {
  const boost::math::normal normal;
  const std::vector<double> means = resampled_means(values);
  const auto below = std::ranges::lower_bound(means, interval.mean) - means.begin();
  const auto equal = std::ranges::upper_bound(means, interval.mean) - means.begin() - below;
  const double part = (static_cast<double>(below) + 0.5 * static_cast<double>(equal)) / static_cast<double>(resamples);
  const double bias = boost::math::quantile(normal, std::clamp(part, 1e-9, 1 - 1e-9));
  const double a = acceleration(values, interval.mean);
  const auto bound = [&](double tail) {
    const double z = bias + boost::math::quantile(normal, tail);
    return quantile(means, boost::math::cdf(normal, bias + z / (1 - a * z)));
  };
  interval.low = bound((1 - level) / 2);
  interval.high = bound((1 + level) / 2);
}

}  // namespace

Interval interval_of(std::span<const double> values) {
  Interval interval{
      .n = static_cast<std::int64_t>(values.size()), .mean = undefined, .low = undefined, .high = undefined};
  if (values.empty()) return interval;
  interval.mean = mean_of(values);
  if (values.size() < interval_from) return interval;
  if (std::ranges::all_of(values, [&](double v) { return v == values.front(); })) {
    interval.mean = interval.low = interval.high = values.front();
  } else if (values.size() >= bootstrap_from) {
    set_bootstrap_interval(interval, values);
  } else {
    const boost::math::students_t t(static_cast<double>(values.size() - 1));
    const double half = boost::math::quantile(t, (1 + level) / 2) * error_of(values, interval.mean);
    interval.low = interval.mean - half;
    interval.high = interval.mean + half;
  }
  return interval;
}

Paired paired_of(std::span<const double> differences) {
  const Interval interval = interval_of(differences);
  Paired paired{.pairs = interval.n,
                .mean = interval.mean,
                .low = interval.low,
                .high = interval.high,
                .p = undefined,
                .p_holm = undefined};
  if (differences.size() < interval_from) return paired;
  const double error = error_of(differences, paired.mean);
  if (error == 0) {
    paired.p = paired.mean == 0 ? 1 : 0;
    return paired;
  }
  const boost::math::students_t t(static_cast<double>(differences.size() - 1));
  paired.p = 2 * boost::math::cdf(boost::math::complement(t, std::abs(paired.mean / error)));
  return paired;
}

std::vector<double> holm(std::span<const double> p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (!std::isnan(p[i])) order.push_back(i);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p[i]; });
  std::vector<double> corrected(p.size(), undefined);
  double least = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    least = std::max(least, std::min(1.0, static_cast<double>(order.size() - rank) * p[order[rank]]));
    corrected[order[rank]] = least;
  }
  return corrected;
}

}  // namespace ganzoo::report
