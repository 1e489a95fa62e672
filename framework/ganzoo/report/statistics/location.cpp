#include <algorithm>
#include <cmath>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/report/statistics/location.hpp>
#include <numeric>

namespace ganzoo::report {
namespace {

bool has_nan(std::span<const double> values) {
  return std::ranges::any_of(values, [](double v) { return std::isnan(v); });
}

/// Of two neighbours in order; exact where they are equal, and no overflow between them.
double middle(double a, double b) { return a == b ? a : a / 2 + b / 2; }

/// The binary exponent of the largest finite magnitude.
int exponent_of(std::span<const double> values) {
  double largest = 0;
  for (const double v : values)
    if (std::isfinite(v)) largest = std::max(largest, std::abs(v));
  return largest > 0 ? std::ilogb(largest) : 0;
}

}  // namespace

std::vector<double> sorted(std::span<const double> values) {
  std::vector<double> all(values.begin(), values.end());
  std::ranges::sort(all);
  return all;
}

std::vector<double> rescaled(std::span<const double> values) {
  const int exponent = exponent_of(values);
  std::vector<double> all(values.begin(), values.end());
  for (double& v : all) v = std::ldexp(v, -exponent);
  return all;
}

double mean_of(std::span<const double> values) {
  if (values.empty()) return undefined;
  const auto n = static_cast<double>(values.size());
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  if (std::ranges::any_of(values, [](double v) { return !std::isfinite(v); })) return sum;
  const auto parts = [n](double part, double v) { return part + v / n; };
  const double mean = std::isfinite(sum) ? sum / n : std::accumulate(values.begin(), values.end(), 0.0, parts);
  const auto [least, greatest] = std::ranges::minmax(values);
  return std::clamp(mean, least, greatest);  // rounding shall not tell equal values from their mean
}

double median_of(std::span<const double> values) {
  if (values.empty() || has_nan(values)) return undefined;
  const std::vector<double> all = sorted(values);
  const std::size_t half = all.size() / 2;
  return all.size() % 2 == 1 ? all[half] : middle(all[half - 1], all[half]);
}

double interquartile_mean_of(std::span<const double> values) {
  if (has_nan(values)) return undefined;
  const std::vector<double> all = sorted(values);
  const std::size_t cut = all.size() / 4;
  return mean_of(std::span(all).subspan(cut, all.size() - 2 * cut));
}

double difference(double a, double b) { return a == b ? 0 : a - b; }

double hodges_lehmann(std::span<const double> differences) {
  std::vector<double> walsh;
  walsh.reserve(differences.size() * (differences.size() + 1) / 2);
  for (std::size_t i = 0; i < differences.size(); ++i)
    for (std::size_t j = i; j < differences.size(); ++j) walsh.push_back(middle(differences[i], differences[j]));
  return median_of(walsh);
}

double standardised_mean(std::span<const double> differences) {
  const std::vector<double> d = rescaled(differences);
  const double mean = mean_of(d);
  double squares = 0;
  for (const double v : d) squares += (v - mean) * (v - mean);
  const double deviation = std::sqrt(squares / static_cast<double>(d.size() - 1));
  return d.size() > 1 && deviation > 0 ? mean / deviation : undefined;
}

}  // namespace ganzoo::report
