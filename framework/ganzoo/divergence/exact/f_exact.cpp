#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/exact/excess.hpp>
#include <ganzoo/divergence/exact/line_integral.hpp>
#include <ganzoo/divergence/exact/normals.hpp>
#include <ganzoo/divergence/exact/probabilities.hpp>
#include <ganzoo/divergence/f_math.hpp>

namespace ganzoo {
namespace {

using detail::Certified, detail::Excess, detail::LogDensity, detail::Position, detail::slack,
    detail::widened_relatively;

constexpr double too_far = 7e17;     // |log p|, |log q| and |log p/q| that a ball can still tell
constexpr double surely_far = 1e17;  // log ratios from which on the limits of e count

/// log p/q and a bound of its error.
LogDensity log_ratio(const LogDensity& p, const LogDensity& q) {
  const double size = std::abs(p.value) + std::abs(q.value);
  return {p.value - q.value, p.error + q.error + 2 * Ball::unit * (1 + size)};
}

/// exp of the logarithm, or [0, e^(−too_far)) where it is below what a ball can tell.
Ball density(const LogDensity& log) {
  if (log.value > -too_far) return exp(Ball(log.value, log.error, 0));
  return Ball(0, 1, 0) * exp(Ball::exactly(-too_far));
}

/// q e(p/q) where p or q is too small to tell: what the limits of e leave of it; no number where they are infinite.
Ball far_term(const Excess& excess, const LogDensity& p, const LogDensity& q) {
  const Ball of_p = density(p) * excess.at_infinity(), of_q = density(q) * excess.at_0();
  if (!std::isfinite(excess.at_infinity().value()) || !std::isfinite(excess.at_0().value())) return {undefined, 0, 0};
  if (p.value > -surely_far) return of_p;
  if (q.value > -surely_far) return of_q;
  const Ball most = of_p + of_q;  // e is convex and 0 at 1: e(u) is at most e(0) below it, and u lim e(u)/u above
  return {0, std::abs(most.centre()) + most.radius(), most.exponent()};
}

Certified on_the_line(const FDivergence& f, const Distribution& p, const Distribution& q) {
  const Excess excess(f);
  const auto h = [&](const Position& x) {
    const LogDensity lp = log_density(p, x), lq = log_density(q, x), ratio = log_ratio(lp, lq);
    if (!(std::max({-lp.value, -lq.value, std::abs(ratio.value)}) < too_far)) return far_term(excess, lp, lq);
    return excess.term(exp(Ball(lp.value, lp.error, 0)), exp(Ball(lq.value, lq.error, 0)),
                       exp(Ball::exactly(ratio.value)).centre_only(), ratio.error);
  };
  std::vector<detail::Bend> bends;
  for (const double kink : excess.kinks())
    bends.emplace_back(
        [&p, &q, kink](const Position& x) { return log_density(p, x).value - log_density(q, x).value - kink; });
  return integrate_on_line(p, q, h, bends, detail::log_least_double);
}

/// Where a sum over points became infinite.
std::string infinite_at(double p, double q) {
  if (q == 0) return "P has mass where Q has none";
  if (p == 0) return "Q has mass where P has none";
  return fmt::format("f(p/q) is larger than any number at p = {:.4g}, q = {:.4g}", p, q);
}

/// Σ q e(p/q); where one of them is 0 the limits of e count.
Certified summed(const FDivergence& f, const std::vector<double>& p, const std::vector<double>& q) {
  const Excess excess(f);
  const double of_p = slack(p), of_q = slack(q);
  Ball sum;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] == q[i]) continue;
    const Ball at_p = widened_relatively(p[i], of_p), at_q = widened_relatively(q[i], of_q);
    const Ball term = q[i] == 0   ? at_p * excess.at_infinity()
                      : p[i] == 0 ? at_q * excess.at_0()
                                  : excess.term(at_p, at_q, (at_p / at_q).centre_only(), of_p + of_q + Ball::unit);
    if (term.is_infinite()) return {Ball(infinity, 0, 0), infinite_at(p[i], q[i])};
    sum = sum + term;
  }
  return {sum, sum.is_nan() ? "the limit of f at 0 or infinity is lost in rounding" : ""};
}

/// Where rounding alone parts a number from 0, it is 0.
Ball zero_if_possible(const Ball& x) {
  return std::abs(x.centre()) > x.radius() ? x : Ball(0, x.radius() + std::abs(x.centre()), x.exponent());
}

}  // namespace

namespace detail {

Exact as_exact(const Certified& x) {
  Exact all{x.value.value(), x.value.error(), x.reason};
  if (!all.reason.empty()) return {all.value, 0, all.reason};
  if (std::isinf(all.value))
    return {infinity, 0,
            fmt::format("it is larger than a double: {}e^{:.6g}", x.value.log_size() < 1e17 ? "" : "at least ",
                        x.value.log_size())};
  if (!(all.error <= std::max(1e-9, 0.5 * std::abs(all.value))))
    return {undefined, 0,
            fmt::format("rounding leaves no digit of it: {:.2g}, give or take {:.2g}", all.value, all.error)};
  return all;
}

void require_alike(const Distribution& p, const Distribution& q) {
  if (p.is_discrete() != q.is_discrete())
    throw Error(Exit::usage, "one distribution is discrete and the other is not: they have no common density");
  if (p.probabilities.size() != q.probabilities.size())
    throw Error(Exit::usage, "the two discrete distributions have different numbers of points");
}

Certified excess_of(const FDivergence& f, const Distribution& p, const Distribution& q) {
  require_alike(p, q);
  if (are_same(p, q)) return {};
  if (are_normal(p, q))
    if (const auto closed = f.between_normals(p, q)) return of_closed_form(*closed);
  return p.is_discrete() ? summed(f, p.probabilities, q.probabilities) : on_the_line(f, p, q);
}

}  // namespace detail

Exact exact(const FDivergence& f, const Distribution& p, const Distribution& q) {
  const auto [value, reason] = detail::excess_of(f, p, q);
  return detail::as_exact({value + zero_if_possible(f.tangent().value), reason});
}

double exact_divergence(const FDivergence& f, const Distribution& p, const Distribution& q) {
  return exact(f, p, q).value;
}

}  // namespace ganzoo
