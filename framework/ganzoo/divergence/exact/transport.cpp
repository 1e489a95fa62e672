#include <boost/math/special_functions/erf.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/exact/line_integral.hpp>
#include <limits>
#include <numbers>

namespace ganzoo {
namespace {

using detail::Certified, detail::Cumulated, detail::Position;

Ball magnitude(const Ball& x) { return x.is_negative() ? -x : x; }

/// F_P − F_Q, on either side from the tails that are small there.
Ball difference(const Cumulated& p, const Cumulated& q) {
  return p.below + q.below < p.above + q.above ? p.below - q.below : q.above - p.above;
}

/// ∫ (F_P − F_Q)² or, of power 1, ∫ |F_P − F_Q|.
Certified of_distribution_functions(int power, const Distribution& p, const Distribution& q) {
  const auto gap = [&](const Position& x) { return difference(cumulated(p, x), cumulated(q, x)); };
  if (power == 1)
    return detail::integrate_on_line(
        p, q, [&](const Position& x) { return magnitude(gap(x)); },
        {[&](const Position& x) { return gap(x).centre(); }}, detail::log_least_double);
  return detail::integrate_on_line(
      p, q,
      [&](const Position& x) {
        const Ball d = gap(x);
        return d * d;
      },
      {}, detail::log_least_double);
}

/// The standard normal quantile of the probability below, or of its complement where that is the smaller.
double normal_quantile(double below, double above) {
  const double tail = std::min(below, above), z = -std::numbers::sqrt2 * boost::math::erfc_inv(2 * tail);
  return below < above ? z : -z;
}

/// Where Q has as much below it as `mass` says, as an offset from `anchor`.
double quantile(const Distribution& q, const Cumulated& mass, double anchor) {
  const double z = normal_quantile(mass.below.value(), mass.above.value());
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const auto& c : q.mixture) {
    if (c.weight == 0) continue;
    low = std::min(low, (c.mean - anchor) + c.std * z);
    high = std::max(high, (c.mean - anchor) + c.std * z);
  }
  const auto excess = [&](double offset) { return -difference(mass, cumulated(q, Position{anchor, offset})).value(); };
  const double at_low = low < high ? excess(low) : 0, at_high = low < high ? excess(high) : 0;
  if (!(at_low < 0 && at_high > 0)) return at_low >= 0 ? low : high;
  std::uintmax_t steps = 100;
  const auto [a, b] = boost::math::tools::toms748_solve(excess, low, high, at_low, at_high,
                                                        boost::math::tools::eps_tolerance<double>(52), steps);
  return 0.5 * (a + b);
}

/// ∫ p(x) (x − T(x))², T the monotone map of P to Q.
Certified square_of_the_map(const Distribution& p, const Distribution& q) {
  const auto h = [&](const Position& x) {
    const Cumulated mass = cumulated(p, x);
    if (mass.below.is_zero() || mass.above.is_zero()) return Ball();
    const auto density = log_density(p, x);
    const double to = quantile(q, mass, x.anchor), way = x.offset - to;
    const Cumulated there = cumulated(q, Position{x.anchor, to});
    const double slope = std::exp(log_density(q, Position{x.anchor, to}).value);
    const double doubt =
        std::min((mass.below.error() + there.below.error() + mass.above.error() + there.above.error()) /
                     std::max(slope, 1e-300),
                 std::abs(way)) +
        4 * Ball::unit * (std::abs(x.offset) + std::abs(to));
    const Ball step(way, doubt, 0);
    return exp(Ball(density.value, density.error, 0)) * step * step;
  };
  return detail::integrate_on_line(p, q, h, {}, detail::log_least_double);
}

/// E|m + s Z| and m² + s², m and s being the differences of two Gaussians' means and widths.
Ball of_gaussians(int power, const Distribution::Component& p, const Distribution::Component& q) {
  const Ball m = Ball(p.mean) - Ball(q.mean), s = magnitude(Ball(p.std) - Ball(q.std)), half(0.5, 0, 0);
  if (power == 2) return m * m + s * s;
  if (s.is_zero()) return magnitude(m).widened(s.radius_only());
  const double z = m.value() / s.value() / std::numbers::sqrt2;
  const Ball spread = s * Ball(std::sqrt(2 / std::numbers::pi)) * exp(-(m * m) / (s * s) * half);
  const double inside = std::erf(std::abs(z));
  return spread + magnitude(m) * Ball(inside, 4 * Ball::unit * inside, 0);
}

/// The monotone map between discrete distributions, piece by piece.
Ball of_points(int power, const std::vector<double>& p, const std::vector<double>& q) {
  Ball sum, left_p(p[0]), left_q(q[0]);
  for (std::size_t i = 0, j = 0; i < p.size() && j < q.size();) {
    const Ball piece = left_p < left_q ? left_p : left_q;
    const double way = std::abs(static_cast<double>(i) - static_cast<double>(j));
    sum = sum + piece * Ball::exactly(power == 1 ? way : way * way);
    const bool of_p = !(left_q < left_p), of_q = !(left_p < left_q);
    left_p = left_p - piece;
    left_q = left_q - piece;
    if (of_p && ++i < p.size()) left_p = Ball(p[i]);
    if (of_q && ++j < q.size()) left_q = Ball(q[j]);
  }
  return sum;
}

Ball cramer_of_points(const std::vector<double>& p, const std::vector<double>& q) {
  Ball gap, sum;
  for (std::size_t i = 0; i + 1 < p.size(); ++i) {
    gap = gap + (Ball(p[i]) - Ball(q[i]));
    sum = sum + gap * gap;
  }
  return sum;
}

Certified to_its_power(int power, const Distribution& p, const Distribution& q) {
  if (p.is_discrete()) return {of_points(power, p.probabilities, q.probabilities), ""};
  if (p.mixture.size() == 1 && q.mixture.size() == 1)
    return {of_gaussians(power, p.mixture.front(), q.mixture.front()), ""};
  return power == 1 ? of_distribution_functions(1, p, q) : square_of_the_map(p, q);
}

}  // namespace

Exact exact_wasserstein(int power, const Distribution& p, const Distribution& q) {
  detail::require_alike(p, q);
  const auto [value, reason] = to_its_power(power, p, q);
  return detail::as_exact({power == 1 ? value : sqrt(value), reason});
}

Exact exact_wasserstein_to_power(int power, const Distribution& p, const Distribution& q) {
  detail::require_alike(p, q);
  return detail::as_exact(to_its_power(power, p, q));
}

Exact exact_energy(const Distribution& p, const Distribution& q) {
  detail::require_alike(p, q);
  auto [value, reason] = p.is_discrete() ? Certified{cramer_of_points(p.probabilities, q.probabilities), ""}
                                         : of_distribution_functions(2, p, q);
  return detail::as_exact({Ball::exactly(2) * value, reason});
}

}  // namespace ganzoo
