#include <algorithm>
#include <cmath>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/divergence/exact/normals.hpp>
#include <limits>

namespace ganzoo {
namespace {

const Ball one = Ball::exactly(1), half = Ball::exactly(0.5);

/// A Ball's exponent ends soon above e to this power.
constexpr double untold = 1e18;

bool is_small(const Ball& x) { return std::abs(x.value()) < 0.1; }

/// (log(1 + x) − x) / x², −½ at 0; |x| < 0.1.
Ball log1p_bend(const Ball& x) {
  constexpr int terms = 18;  // 0.1¹⁸ is less than one unit in the last place
  Ball sum;
  for (int k = terms; k >= 0; --k) sum = one / Ball::exactly(k + 2) - x * sum;
  return -sum;
}

/// log(1 + x) of 1 + x = y, both known.
Ball log_of(const Ball& x, const Ball& y) { return is_small(x) ? log1p(x) : log(y); }

/// α and 1 − α, the larger first, with the two Gaussians in the order that goes with them: nothing then divides by the
/// smaller.
struct Powers {
  Ball a, b;
  Distribution::Component p, q;
};
Powers powers(double alpha, const Distribution& p, const Distribution& q) {
  const Ball a = Ball::exactly(alpha), b = one - a;
  if (alpha < 0.5) return {b, a, q.mixture.front(), p.mixture.front()};
  return {a, b, p.mixture.front(), q.mixture.front()};
}

/// (log(1 + bδ)/b − log(1 + δ)) / 2a, what unequal variances add: δ = σp²/σq² − 1.
Ball of_scales(const Powers& now, const Ball& p, const Ball& q, const Ball& mixed) {
  const Ball &a = now.a, &b = now.b, delta = (p - q) * (p + q) / (q * q);
  if (is_small(delta) && is_small(b * delta))  // the two logarithms agree in their first order
    return half * delta * delta * (b * log1p_bend(b * delta) - log1p_bend(delta)) / a;
  const Ball bent = b.is_zero() ? delta : log_of(b * delta, mixed / (q * q)) / b;
  return half * (bent - log_of(delta, p * p / (q * q))) / a;
}

/// (∫ p^a q^b − 1)/(−ab), or its logarithm over −ab, a + b = 1.
Ball decay(const Powers& now) {
  const Ball p = Ball::exactly(now.p.std), q = Ball::exactly(now.q.std);
  const Ball mixed = now.b * p * p + now.a * q * q;
  if (std::abs(mixed.centre()) <= mixed.radius() && mixed.radius() > 0)
    return {std::numeric_limits<double>::quiet_NaN(), infinity, 0};
  if (!(mixed.centre() > 0)) return {infinity, 0, 0};
  const Ball shift = Ball::exactly(now.p.mean) - Ball::exactly(now.q.mean);
  return half * shift * shift / mixed + of_scales(now, p, q, mixed);
}

/// What e^x is at least, where rounding hides by how much it is larger than a double; else 0.
Ball beyond_doubles(const Ball& x) {
  if (x.error() < 1 || !(x.centre() > 2 * x.radius())) return {};
  const double least = x.log_size() > 43 ? untold : std::min(x.value() - x.error(), untold);
  return least > 1e3 ? exp(Ball::exactly(least)).centre_only() : Ball();
}

}  // namespace

Ball power_between_normals(double alpha, const Distribution& p, const Distribution& q) {
  const Powers now = powers(alpha, p, q);
  const Ball ab = now.a * now.b, log_ratio = decay(now);
  if (ab.is_zero() || log_ratio.is_infinite() || log_ratio.is_nan()) return log_ratio;
  const Ball exponent = -ab * log_ratio;
  if (const Ball least = beyond_doubles(exponent) / -ab; std::isinf(least.value())) return least;
  return expm1(exponent) / -ab;
}

namespace detail {

bool are_normal(const Distribution& p, const Distribution& q) { return p.mixture.size() == 1 && q.mixture.size() == 1; }

bool are_same(const Distribution& p, const Distribution& q) {
  const auto alike = [](const Distribution::Component& a, const Distribution::Component& b) {
    return a.weight == b.weight && a.mean == b.mean && a.std == b.std;
  };
  return p.probabilities == q.probabilities && std::ranges::equal(p.mixture, q.mixture, alike);
}

Ball decay_between_normals(double alpha, const Distribution& p, const Distribution& q) {
  return decay(powers(alpha, p, q));
}

Certified of_closed_form(const Ball& value) {
  if (value.is_nan()) return {value, "whether its integral diverges is lost in rounding"};
  if (value.is_infinite()) return {value, "the integral diverges as x → ±∞"};
  return {value, ""};
}

}  // namespace detail
}  // namespace ganzoo
