#include <cmath>
#include <functional>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/exact/line_integral.hpp>
#include <ganzoo/divergence/exact/plateau.hpp>

namespace ganzoo {
namespace {

using detail::Certified, detail::Position;

/// E k(x − y) for x − y distributed as N(mean, std²), as a point at `mean` where std = 0.
using Mean = std::function<Certified(double mean, double std)>;

/// The mean of a kernel over pairs of two distributions.
Certified mean_over_pairs(const Distribution& a, const Distribution& b, const Mean& mean) {
  Certified sum;
  const auto add = [&](double weight_a, double weight_b, double way, double std) {
    if (weight_a == 0 || weight_b == 0) return;
    const auto [value, reason] = mean(way, std);
    sum.value = sum.value + Ball(weight_a) * Ball(weight_b) * value;
    if (!reason.empty()) sum.reason = reason;
  };
  for (std::size_t i = 0; i < a.probabilities.size(); ++i)
    for (std::size_t j = 0; j < b.probabilities.size(); ++j)
      add(a.probabilities[i], b.probabilities[j], static_cast<double>(i) - static_cast<double>(j), 0);
  for (const auto& x : a.mixture)
    for (const auto& y : b.mixture) add(x.weight, y.weight, x.mean - y.mean, std::hypot(x.std, y.std));
  return sum;
}

Exact discrepancy(const std::vector<double>& scales, const Distribution& p, const Distribution& q,
                  const std::function<Certified(double scale, double mean, double std)>& kernel) {
  detail::require_alike(p, q);
  Certified sum;
  for (const double scale : scales) {
    const Mean mean = [&](double m, double s) { return kernel(scale, m, s); };
    const Certified pp = mean_over_pairs(p, p, mean), qq = mean_over_pairs(q, q, mean),
                    pq = mean_over_pairs(p, q, mean);
    sum.value = sum.value + pp.value + qq.value - Ball::exactly(2) * pq.value;
    sum.reason = pp.reason + qq.reason + pq.reason;
    if (!sum.reason.empty()) break;
  }
  return detail::as_exact(
      {detail::not_negative(sum.value / Ball::exactly(static_cast<double>(scales.size()))), sum.reason});
}

/// E (1 + d²/(2α))^−α.
Certified rational_quadratic(double alpha, double mean, double std) {
  const auto at = [&](double d) {
    return pow(Ball::exactly(1) + Ball::exactly(d) * Ball::exactly(d) / Ball(2 * alpha), -alpha);
  };
  if (std == 0) return {at(mean), ""};
  const Distribution way = Distribution::normal(mean, std), kernel = Distribution::normal(0, std::sqrt(2 * alpha));
  const auto h = [&](const Position& x) {
    const auto density = log_density(way, x);
    if (!(density.value > -7e17)) return Ball(std::numeric_limits<double>::quiet_NaN(), 0, 0);
    return exp(Ball(density.value, density.error, 0)) * at(x.from(0));
  };
  return detail::integrate_on_line(way, kernel, h, {}, -800);
}

}  // namespace

Exact exact_gaussian_mmd(const std::vector<double>& bandwidths, const Distribution& p, const Distribution& q) {
  return discrepancy(bandwidths, p, q, [](double b, double mean, double std) {
    const Ball square = Ball(b) * Ball(b), wide = square + Ball(std) * Ball(std), m(mean);
    return Certified{sqrt(square / wide) * exp(-(m * m) / (Ball::exactly(2) * wide)), ""};
  });
}

Exact exact_rational_quadratic_mmd(const std::vector<double>& alphas, const Distribution& p, const Distribution& q) {
  return discrepancy(alphas, p, q, rational_quadratic);
}

}  // namespace ganzoo
