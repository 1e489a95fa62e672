#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/laws/convexity.hpp>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/divergence/laws/numerics.hpp>

namespace ganzoo::laws {
namespace {

/// Ratios over twelve decades; where f overflows, without it.
std::vector<double> ratios(const FDivergence& f) {
  std::vector<double> grid = log_spaced(1e-6, 1e6, 97);
  std::erase_if(grid, [&](double u) { return !(std::abs(f.f(u).value) < 1e150); });
  return grid;
}

Counterexample f_at_1(const Specimen& s) {
  const Mathematics m(s);
  const double got = m.f.f(1).value;
  if (std::abs(got - m.about.f_at_1) <= 1e-12) return {};
  return fmt::format("f(1) = {:.12g}, but About states {:.12g}", got, m.about.f_at_1);
}

Counterexample convex(const Specimen& s) {
  const Mathematics m(s);
  const double coarser = s.varied() ? 20 : 1;
  if (auto found = curved_down(m.f, coarser)) return found;
  const std::vector<double> u = ratios(m.f);
  for (std::size_t i = 2; i < u.size(); ++i) {
    const double a = m.f.f(u[i - 2]).value, b = m.f.f(u[i - 1]).value, c = m.f.f(u[i]).value;
    const double weight = (u[i] - u[i - 1]) / (u[i] - u[i - 2]), chord = weight * a + (1 - weight) * c;
    if (b > chord + 1e-12 * (std::abs(a) + std::abs(b) + std::abs(c)))
      return fmt::format("f({:.6g}) = {:.10g} lies above the chord from u = {:.6g} to {:.6g}, which is {:.10g} there",
                         u[i - 1], b, u[i - 2], u[i], chord);
  }
  return {};
}

Counterexample derivatives_of_f(const Specimen& s) {
  const Mathematics m(s);
  const Curve f = [&](double u) { return m.f.f(u).value; }, first = [&](double u) { return m.f.f(u).first; };
  for (const double u : log_spaced(1e-3, 1e2, 61)) {
    const Derivatives y = m.f.f(u);
    if (!is_slope(f, u, 0.1 * u, y.first, 1e-7))
      return fmt::format("f′({:.6g}) = {:.10g}, but the differences of f give {:.10g}", u, y.first,
                         difference(f, u, 0.1 * u));
    // At a point alone it may vanish, as that of (u − 1)⁴ does, or be infinite, as that of |u − 1|^1.5 is.
    const auto above = [&](double at) { return m.f.f(at).second > y.second + 1e-3 * std::abs(y.second); };
    const bool alone = above(u * (1 + 1e-6)) && above(u * (1 - 1e-6));
    if (!alone && !is_slope(first, u, 0.1 * u, y.second, 1e-6) && m.about.strictly_convex)
      return fmt::format("f″({:.6g}) = {:.10g}, but the differences of f′ give {:.10g}", u, y.second,
                         difference(first, u, 0.1 * u));
  }
  return {};
}

/// A limit claimed of a sequence seen at two places towards it.
bool tends(double near, double nearer, double claimed) {
  if (std::isinf(claimed)) return nearer > near + 1e-3 || nearer == claimed;
  return error(nearer, claimed) <= 1e-9;
}

Counterexample limits_of_f(const Specimen& s) {
  const Mathematics m(s);
  const double zero = m.f.f_at_0(), a = m.f.f(1e-60).value, b = m.f.f(1e-120).value;
  if (!tends(a, b, zero)) return fmt::format("f(0⁺) is said to be {:.10g}, but f(1e-120) = {:.10g}", zero, b);
  const double slope = m.f.f_prime_at_infinity(), c = m.f.f(1e60).value / 1e60, d = m.f.f(1e120).value / 1e120;
  if (!tends(c, d, slope))
    return fmt::format("lim f(u)/u is said to be {:.10g}, but f(u)/u = {:.10g} at u = 1e120", slope, d);
  return {};
}

}  // namespace

std::vector<Law> laws_of_f() {
  return {
      {"f_at_1", "f(1) is not what it must be, so that D(P‖P) is not 0: state a constant on purpose as About.f_at_1",
       "1e-12 of f(1)", f_at_1, false, is_f_divergence},
      {"convex", "f is not convex: Jensen's inequality fails, D may be negative and the bound bounds nothing",
       "f″ < 0 over 0.03 % of u between 1e-3 and 1e3, ten times as much out to 1e6 and at varied parameters", convex,
       false, is_f_divergence},
      {"derivatives_of_f", "f′ or f″ is not the derivative of f: something in the formula escaped differentiation",
       "1e-7 of f′, 1e-6 of f″", derivatives_of_f, false, is_f_divergence},
      {"limits_of_f", "f(0⁺) or f′(∞) is wrong: D is then wrong wherever one side has no mass",
       "1e-9 of a finite limit", limits_of_f, false, is_f_divergence},
  };
}

}  // namespace ganzoo::laws
