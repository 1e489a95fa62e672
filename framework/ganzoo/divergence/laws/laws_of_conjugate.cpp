#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/divergence/laws/numerics.hpp>

namespace ganzoo::laws {
namespace {

/// Points of dom f*: slopes of f, points between and far below them, and close to the upper end.
std::vector<double> points(const FDivergence& f) {
  std::vector<double> slopes, all;
  for (const double u : log_spaced(1e-4, 1e4, 33))
    if (const double t = f.f(u).first; std::abs(t) < 1e12) slopes.push_back(t);
  const double high = f.domain().high;
  for (std::size_t i = 0; i < slopes.size(); ++i) {
    all.push_back(slopes[i]);
    if (i > 0) all.push_back(0.5 * (slopes[i - 1] + slopes[i]));
  }
  for (const double below : {0.1, 1.0, 3.0, 10.0, 100.0}) all.push_back(slopes.front() - below);
  for (const double below : {1.0, 0.1, 1e-3})
    if (std::isfinite(high)) all.push_back(high - below);
  std::erase_if(all, [&](double t) { return t > high - 1e-9 * std::max(1.0, std::abs(high)); });
  return all;
}

/// sup over u ≥ 0 of ut − f(u), from the values of f alone; `at` is log u.
Maximum supremum(const FDivergence& f, double t) {
  const auto gap = [&](double log_u) {
    const double u = std::exp(log_u);
    return u * t - f.f(u).value;
  };
  Maximum best = maximum(gap, -60, 60);
  best = std::max(best, maximum(gap, best.at - 1, best.at + 1),
                  [](const Maximum& a, const Maximum& b) { return a.value < b.value; });
  if (const double at_0 = -f.f_at_0(); at_0 > best.value) best = {-infinity, at_0};
  return best;
}

/// f(u) + f*(t) − ut, and the size of what it is summed from.
struct Gap {
  double value, scale;
};
Gap gap(double u, double f, double t, double conjugate) {
  return {f + conjugate - u * t, 1 + std::abs(f) + std::abs(u * t) + std::abs(conjugate)};
}

Counterexample fenchel_young(const Specimen& s) {
  const Mathematics m(s);
  const std::vector<double> ts = points(m.f);
  std::vector<double> conjugates;
  for (const double t : ts) conjugates.push_back(m.f.conjugate(t).value);
  for (const double u : log_spaced(1e-4, 1e4, 33)) {
    const Derivatives y = m.f.f(u);
    if (!std::isfinite(y.value)) continue;
    for (std::size_t i = 0; i < ts.size(); ++i) {
      const auto [value, scale] = gap(u, y.value, ts[i], conjugates[i]);
      if (!(value >= -1e-9 * scale) && std::isfinite(scale))
        return fmt::format("at u = {:.6g}, t = {:.6g}: f(u) + f*(t) − ut = {:.6g} < 0", u, ts[i], value);
    }
    if (!(std::abs(y.first) < 1e12) || error(y.first, m.f.domain().high) <= 1e-12) continue;
    const auto [value, scale] = gap(u, y.value, y.first, m.f.conjugate(y.first).value);
    if (!(std::abs(value) <= 1e-8 * scale))
      return fmt::format("at u = {:.6g}, t = f′(u) = {:.6g}: f(u) + f*(t) − ut = {:.6g}, but must be 0", u, y.first,
                         value);
  }
  return {};
}

Counterexample conjugate_is_supremum(const Specimen& s) {
  const Mathematics m(s);
  for (const double t : points(m.f)) {
    const Maximum truth = supremum(m.f, t);
    const double got = m.f.conjugate(t).value, u = std::exp(truth.at);
    const double tolerance = 1e-9 * std::max(1.0, std::abs(truth.value)) + 1e-13 * std::abs(u * t);
    const bool at_zero = truth.value <= -m.f.f_at_0() + tolerance;  // over all reals, it may lie at some u < 0
    if (m.about.conjugate_on_reals && at_zero && got >= truth.value - tolerance) continue;
    if (truth.at > 59 && got >= truth.value - tolerance) continue;  // it lies farther out than the search, or is +∞
    if (!(std::abs(got - truth.value) <= tolerance))
      return fmt::format("f*({:.8g}) = {:.12g}, but sup over u ≥ 0 of ut − f(u) is {:.12g}, at u = {:.4g}", t, got,
                         truth.value, u);
  }
  return {};
}

Counterexample conjugate_slope(const Specimen& s) {
  const Mathematics m(s);
  const Curve conjugate = [&](double t) { return m.f.conjugate(t).value; };
  const double high = m.f.domain().high;
  // A supremum that is found by values, which are flat there, tells its u to half the digits.
  const double tolerance = m.f.has_conjugate() ? 1e-6 : 2e-3;
  for (const double t : points(m.f)) {
    const double step = std::min(0.05 * std::max(1.0, std::abs(t)), 0.3 * (high - t)), slope = m.f.conjugate(t).first;
    if (!std::isfinite(conjugate(t)) || !std::isfinite(slope)) continue;
    if (!is_slope(conjugate, t, step, slope, tolerance))
      return fmt::format("f*′({:.8g}) = {:.10g}, but the differences of f* give {:.10g}", t, slope,
                         difference(conjugate, t, step));
    if (slope < 0 && !m.about.conjugate_on_reals)
      return fmt::format("f*′({:.8g}) = {:.10g} < 0: the supremum over u ≥ 0 never falls", t, slope);
  }
  return {};
}

Counterexample conjugate_domain(const Specimen& s) {
  const Mathematics m(s);
  const ConjugateDomain domain = m.f.domain();
  const double limit = m.f.f_prime_at_infinity();
  if (!(error(domain.high, limit) <= 1e-9))
    return fmt::format("dom f* ends at {:.10g}, but f′(∞) = {:.10g}", domain.high, limit);
  for (const double beyond : {0.01, 1.0, 100.0}) {
    const double t = domain.high + beyond;
    if (const double got = m.f.conjugate(t).value; std::isfinite(t) && got != infinity)
      return fmt::format("f*({:.6g}) = {:.6g} beyond the end of dom f* at {:.6g}, where the supremum is +∞", t, got,
                         domain.high);
  }
  for (const double t : points(m.f))
    if (const double got = m.f.conjugate(t).value; std::isnan(got) || got == -infinity)
      return fmt::format("f*({:.6g}) is {}", t, got);
  return {};
}

}  // namespace

std::vector<Law> laws_of_conjugate() {
  return {
      {"fenchel_young",
       "f(u) + f*(t) ≥ ut fails, or is no equality at t = f′(u): f* is not the conjugate of f, and no critic is "
       "optimal",
       "1e-8 of f(u) + f*(t)", fenchel_young, false, is_f_divergence},
      {"conjugate_is_supremum",
       "f* is not the supremum of ut − f(u) over u ≥ 0: where it is too small, the critic's bound exceeds D",
       "1e-9 of f*", conjugate_is_supremum, false, is_f_divergence},
      {"conjugate_slope", "f*′ is not the derivative of f*, or is negative: gradients through f* are wrong",
       "1e-6 of f*′; 0.2 % where f* is a supremum found by numbers", conjugate_slope, false, is_f_divergence},
      {"conjugate_domain", "dom f* does not end at f′(∞), or f* is finite beyond or undefined inside it",
       "1e-9 of its end", conjugate_domain, false, is_f_divergence},
  };
}

}  // namespace ganzoo::laws
