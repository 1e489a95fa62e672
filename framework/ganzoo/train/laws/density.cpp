#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/train/laws/density.hpp>

namespace ganzoo::laws {
namespace {

double distribution_function(const Distribution& d, double x) {
  double sum = 0;
  for (const auto& c : d.mixture) sum += c.weight * 0.5 * std::erfc(-(x - c.mean) / (c.std * std::sqrt(2.0)));
  return sum;
}

/// 2 exp(−2·4²) < 1e-13 is the false alarm.
Counterexample far_by_kolmogorov(std::vector<float>& samples, const Distribution& density) {
  std::ranges::sort(samples);
  const auto n = static_cast<double>(samples.size());
  double worst = 0, at = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double gap = std::abs(distribution_function(density, samples[i]) - (static_cast<double>(i) + 0.5) / n);
    if (gap > worst) worst = gap, at = samples[i];
  }
  if (worst <= 4 / std::sqrt(n)) return {};
  return fmt::format("{} samples differ from the density by {:.4g} at {:.4g} (Kolmogorov–Smirnov)", samples.size(),
                     worst, at);
}

}  // namespace

Moments moments(const std::vector<double>& x) {
  Moments m{.count = static_cast<double>(x.size())};
  for (const double v : x) m.mean += v / m.count;
  double fourth = 0;
  for (const double v : x) {
    const double square = (v - m.mean) * (v - m.mean);
    m.variance += square / m.count;
    fourth += square * square / m.count;
  }
  m.mean_error = std::sqrt(m.variance / m.count);
  m.variance_error = std::sqrt(std::max(0.0, fourth - m.variance * m.variance) / m.count);
  return m;
}

Counterexample follows(std::vector<float> samples, const Distribution& density) {
  if (auto found = far_by_kolmogorov(samples, density)) return found;
  const Moments got = moments({samples.begin(), samples.end()});
  double mean = 0, square = 0;
  for (const auto& c : density.mixture) {
    mean += c.weight * c.mean;
    square += c.weight * (c.std * c.std + c.mean * c.mean);
  }
  const double variance = square - mean * mean;
  const double rounding = 1e-6 * (std::abs(mean) + std::sqrt(square));  // samples are floats
  if (std::abs(got.mean - mean) > 6 * got.mean_error + rounding)
    return fmt::format("the mean of {} samples is {:.6g}, of the density {:.6g}", got.count, got.mean, mean);
  if (std::abs(got.variance - variance) > 6 * got.variance_error + rounding * std::sqrt(square))
    return fmt::format("the standard deviation of {} samples is {:.6g}, of the density {:.6g}", got.count,
                       std::sqrt(got.variance), std::sqrt(variance));
  return {};
}

}  // namespace ganzoo::laws
