#include <cmath>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/exact/line_integral.hpp>
#include <ganzoo/divergence/exact/normals.hpp>
#include <ganzoo/divergence/f_divergence.hpp>

namespace ganzoo {
namespace {

using detail::Certified, detail::Position;

/// The α-divergence, (∫ p^α q^(1−α) − 1)/(α(α − 1)).
struct Power {
  static constexpr About about{.title = "α-divergence", .source = "divergences/f/alpha.cpp"};
  double alpha = 1;
  auto f(auto u) const { return power_excess(u, alpha); }
};

/// ∫ p^α q^(1−α) itself, for α < 1 and little overlap, where 1 less something would cancel.
Certified affinity(double alpha, const Distribution& p, const Distribution& q) {
  if (!p.is_discrete()) {
    const auto h = [&](const Position& x) {
      const auto lp = log_density(p, x), lq = log_density(q, x);
      const double power = alpha * lp.value + (1 - alpha) * lq.value;
      if (!(power > -7e17)) return Ball(std::numeric_limits<double>::quiet_NaN(), 0, 0);
      return exp(Ball(power, alpha * lp.error + (1 - alpha) * lq.error + 4 * Ball::unit * std::abs(power), 0));
    };
    return detail::integrate_on_line(p, q, h, {}, -std::numeric_limits<double>::infinity());
  }
  Ball sum;
  for (std::size_t i = 0; i < p.probabilities.size(); ++i)
    if (p.probabilities[i] > 0 && q.probabilities[i] > 0)
      sum = sum + exp(Ball(alpha) * log(Ball(p.probabilities[i])) +
                      (Ball::exactly(1) - Ball(alpha)) * log(Ball(q.probabilities[i])));
  return {sum, ""};
}

}  // namespace

Exact exact_renyi(double alpha, const Distribution& p, const Distribution& q) {
  if (detail::are_normal(p, q) && !detail::are_same(p, q))
    return detail::as_exact(detail::of_closed_form(Ball::exactly(alpha) * detail::decay_between_normals(alpha, p, q)));
  f_divergence<Power> divergence;
  divergence.alpha = alpha;
  divergence.prepare();
  const Certified power = detail::excess_of(divergence, p, q);
  const Ball order = Ball::exactly(alpha - 1);
  if (alpha == 1 || power.value.is_nan()) return detail::as_exact(power);
  const Ball more = Ball(alpha) * order * power.value;  // ∫ p^α q^(1−α) − 1
  if (alpha > 1 || more.value() > -0.5) return detail::as_exact({log1p(more) / order, power.reason});
  const Certified overlap = affinity(alpha, p, q);
  if (overlap.value.is_zero()) return {std::numeric_limits<double>::infinity(), 0, "P and Q have no point in common"};
  return detail::as_exact({log(overlap.value) / order, overlap.reason});
}

}  // namespace ganzoo
