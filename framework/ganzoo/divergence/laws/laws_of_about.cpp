#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/divergence/laws/numerics.hpp>

namespace ganzoo::laws {
namespace {

Counterexample symmetric(const Specimen& s) {
  const Mathematics m(s);
  double worst = 0;
  for (const auto& [p, q] : pairs()) {
    const double there = exact(m.f, p, q), back = exact(m.f, q, p);
    worst = std::max(worst, error(there, back));
    if (m.about.symmetric && !(error(there, back) <= 1e-9))
      return fmt::format("About says symmetric, but D(P‖Q) = {:.10g} and D(Q‖P) = {:.10g}", there, back);
  }
  if (!m.about.symmetric && !s.is_family() && worst <= 1e-9)
    return "About does not say symmetric, but D(P‖Q) = D(Q‖P) for every pair tried";
  return {};
}

Counterexample bounded(const Specimen& s) {
  const Mathematics m(s);
  const double most = m.f.f_at_0() + m.f.f_prime_at_infinity();
  if (m.about.bounded && !(most < 1e100))
    return fmt::format("About says bounded, but D of disjoint P and Q is {}", most);
  if (!m.about.bounded && !s.is_family() && most < 1e100)
    return fmt::format("About does not say bounded, but D never exceeds f(0) + f′(∞) = {:.8g}", most);
  if (most >= 1e100) return {};
  for (const double rare : {1e-3, 1e-9, 1e-30})
    if (const double d = exact(m.f, {1 - rare, rare}, {rare, 1 - rare}); !(d <= most + 1e-9))
      return fmt::format("D = {:.8g} exceeds f(0) + f′(∞) = {:.8g}", d, most);
  return {};
}

/// Three random distributions over four points, some of them nearly degenerate.
std::vector<double> random_distribution(const Rng& rng, std::uint64_t first) {
  std::vector<double> p;
  double sum = 0;
  for (std::uint64_t i = 0; i < 4; ++i) sum += p.emplace_back(std::exp(2.5 * rng.normal(first + i)));
  for (double& x : p) x /= sum;
  return p;
}

Counterexample metric(const Specimen& s) {
  const Mathematics m(s);
  if (!m.about.metric) return {};
  const Rng rng(1, Purpose::other);
  for (std::uint64_t i = 0; i < 400; ++i) {
    const auto a = random_distribution(rng, 12 * i), b = random_distribution(rng, 12 * i + 4),
               c = random_distribution(rng, 12 * i + 8);
    const auto length = [&](const auto& p, const auto& q) { return std::sqrt(std::max(0.0, exact(m.f, p, q))); };
    const double direct = length(a, c), detour = length(a, b) + length(b, c);
    if (!(direct <= detour * (1 + 1e-9) + 1e-12))
      return fmt::format(
          "About says metric, but √D is {:.8g} directly and {:.8g} by way of a third: P = ({:.4g}), Q = "
          "({:.4g}), third ({:.4g})",
          direct, detour, fmt::join(a, ", "), fmt::join(c, ", "), fmt::join(b, ", "));
  }
  return {};
}

/// f″ may vanish at a point, as that of (u − 1)⁴ does, but over no stretch.
Counterexample strictly_convex(const Specimen& s) {
  const Mathematics m(s);
  bool flat = false;
  for (const double u : log_spaced(1e-2, 1e2, 82)) {
    const auto curvature = [&](double at) { return m.f.f(at).second; };
    flat = flat || curvature(u) == 0;
    const bool stretch = !(curvature(u) > 0) && !(curvature(u * 1.001) > 0) && !(curvature(u / 1.001) > 0);
    if (m.about.strictly_convex && stretch)
      return fmt::format("f″({:.6g}) = {:.6g}, but About does not say strictly_convex = false", u, curvature(u));
  }
  if (!m.about.strictly_convex && !flat) return "About says strictly_convex = false, but f″ > 0 everywhere";
  return {};
}

Counterexample conjugate_on_reals(const Specimen& s) {
  const Mathematics m(s);
  if (!m.about.conjugate_on_reals) return {};
  const double lowest = m.f.f(1e-12).first, floor = -m.f.f_at_0();
  for (const double below : {0.5, 1.0, 4.0, 16.0})
    if (m.f.conjugate(lowest - below).value > floor + 1e-9) return {};
  return fmt::format("About says conjugate_on_reals, but f* is that over u ≥ 0 below t = f′(0) = {:.6g} too", lowest);
}

}  // namespace

std::vector<Law> laws_of_about() {
  return {
      {"declared_symmetric", "whether D(P‖Q) = D(Q‖P) is not as About says", "1e-9 of D for one of three pairs",
       symmetric, false, is_f_divergence},
      {"declared_bounded", "whether D has a maximum is not as About says", "1e-9 of the maximum", bounded, false,
       is_f_divergence},
      {"declared_metric", "√D is no metric, but About says so: the triangle inequality fails",
       "1e-9 of √D for one of 400 triples", metric, false, is_f_divergence},
      {"declared_strictly_convex", "whether f″ vanishes is not as About says: the log_ratio link depends on it",
       "f″ = 0 over 0.2 % of u about one of 82 ratios from 0.01 to 100", strictly_convex, false, is_f_divergence},
      {"declared_conjugate", "the conjugate is not the one over all reals that About announces", "1e-9 of f*",
       conjugate_on_reals, false, is_f_divergence},
  };
}

}  // namespace ganzoo::laws
