#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/score_bound.hpp>
#include <numeric>

namespace ganzoo {
namespace {

double mean(ConstMatrix scores, double factor, Matrix gradient) {
  const auto n = static_cast<double>(scores.size());
  if (gradient.data) std::ranges::fill(gradient.flat(), static_cast<float>(factor / n));
  return factor * std::accumulate(scores.flat().begin(), scores.flat().end(), 0.0) / n;
}

}  // namespace

double exponential_mean(ConstMatrix scores, double a, double factor, Matrix gradient) {
  if (a == 0) return mean(scores, factor, gradient);
  const auto [low, high] = std::ranges::minmax(scores.flat());
  const double largest = a * (a > 0 ? high : low);
  double sum = 0;
  for (const float v : scores.flat()) sum += std::exp(a * v - largest);
  if (gradient.data)
    std::ranges::transform(scores.flat(), gradient.data,
                           [&](float v) { return static_cast<float>(factor * std::exp(a * v - largest) / sum); });
  return factor * (largest + std::log(sum / static_cast<double>(scores.size()))) / a;
}

}  // namespace ganzoo
