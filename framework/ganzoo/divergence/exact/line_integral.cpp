#include <cmath>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/divergence/exact/line_integral.hpp>
#include <ganzoo/divergence/exact/range.hpp>
#include <ganzoo/divergence/quadrature.hpp>
#include <limits>
#include <numbers>

namespace ganzoo::detail {
namespace {

/// How far around x the densities are surely alike: less than to the next component, or than its width inside of it.
double reach(const Distribution& p, const Distribution& q, const Position& x) {
  double least = infinity;
  for (const Distribution* d : {&p, &q})
    for (const auto& c : d->mixture)
      if (c.weight > 0) least = std::min(least, std::max(c.std, std::abs(x.from(c.mean))));
  return least;
}

/// log of the largest stretch of h around the components.
double first_reference(const Distribution& p, const Distribution& q, const Integrand& h) {
  double reference = -infinity;
  for (const Distribution* d : {&p, &q})
    for (const auto& c : d->mixture)
      for (const double z : {-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0})
        if (const Position x{c.mean, z * c.std}; c.weight > 0)
          reference = std::max(reference, log_bound(h(x)) + std::log(reach(p, q, x)));
  return reference;
}

Ball quadrature(const Integrand& h, const std::vector<Break>& breaks, double reference) {
  const auto power = static_cast<std::int64_t>(std::floor(reference / std::numbers::ln2));  // its values near 1
  std::vector<Stretch> stretches;
  std::vector<Piece> pieces;
  for (std::size_t k = 0; k + 1 < breaks.size(); ++k) {
    stretches.push_back(between(breaks[k], breaks[k + 1]));
    pieces.push_back({k, stretches[k].low, stretches[k].high});
  }
  const Integral sum = integrate(
      [&](std::size_t k, double x) {
        const Ball y = h(stretches[k].at(x));
        return Sample{y.scaled(power), Ball(y.radius(), 0, y.exponent()).scaled(power)};
      },
      pieces);
  return {sum.value, sum.error + sum.rounding, power};
}

Certified without_value(bool diverges, std::string reason) {
  return {{diverges ? infinity : std::numeric_limits<double>::quiet_NaN(), 0, 0}, std::move(reason)};
}

}  // namespace

Certified integrate_on_line(const Distribution& p, const Distribution& q, const Integrand& h,
                            const std::vector<Bend>& bends, double log_least) {
  double reference = std::max(log_least, first_reference(p, q, h));
  const End left = end_of(h, p, q, -1, reference), right = end_of(h, p, q, 1, reference);
  for (const End* end : {&left, &right})
    if (!end->reason.empty()) return without_value(end->diverges, end->reason);
  std::vector<Break> breaks = breaks_between(p, q, left.place, right.place);
  add_peaks(h, breaks, reference);
  if (reference == infinity) return without_value(true, "f(p/q) is larger than any number where P has mass");
  for (const Bend& bend : bends) add_zeros(bend, breaks);
  const Ball tails = exp(Ball::exactly(left.log_tail)) + exp(Ball::exactly(right.log_tail));
  const Ball value = quadrature(h, breaks, reference).normalised();
  if (value.is_nan()) return without_value(false, "f(p/q) is not a number where P or Q has mass");
  return {value.widened(tails), ""};
}

}  // namespace ganzoo::detail
