#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/divergence/laws/numerics.hpp>

namespace ganzoo::laws {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// The first counterexample over the links, told with the link.
template <class Test>
Counterexample over_links(const Specimen& s, Test test) {
  const Mathematics m(s);
  for (const Link link : m.links())
    if (const Counterexample found = test(m, link)) return fmt::format("link {}: {}", name_of(link), *found);
  return {};
}

Counterexample into_domain(const Specimen& s) {
  return over_links(s, [](const Mathematics& m, Link link) -> Counterexample {
    const double high = m.f.domain().high;
    const Interval safe = m.f.safe_scores(link).activation;  // training asks no further
    for (const double v : spaced(std::max(-200.0, safe.low), std::min(200.0, safe.high), 801)) {
      const double t = m.f.activation(v, link).value;
      if (std::isnan(t)) return fmt::format("g({:.6g}) is NaN", v);
      if (t > high + 1e-12 * std::max(1.0, std::abs(high)))
        return fmt::format("g({:.6g}) = {:.10g} lies beyond dom f*, which ends at {:.10g}", v, t, high);
      const bool at_the_end = error(t, high) <= 1e-12;
      if (std::abs(v) <= 20 && !at_the_end && std::isfinite(t) && std::isnan(m.f.fused(v, link).value))
        return fmt::format("f*(g({:.6g})) is NaN", v);
    }
    return {};
  });
}

/// What rounding may do to T = f′(eᵛ) where it follows from f alone: nothing where T has a form of its own.
Curve rounding_of_slope(const FDivergence& f, Link link) {
  if (std::isinf(f.certified_scores(link).activation.high)) return [](double) { return 0; };
  return [&f](double v) { return (f.excess(exp(Ball::exactly(v)).centre_only()).first + f.tangent().first).error(); };
}

Counterexample increasing(const Specimen& s) {
  return over_links(s, [](const Mathematics& m, Link link) -> Counterexample {
    const TrainedTerms terms{m.f, link};
    const Curve rounding = rounding_of_slope(m.f, link);
    const auto g = [&](double v) { return terms.activation(v); };
    const Interval safe = terms.safe.activation;
    double before = g(-80);
    for (const double v : spaced(-79.5, 80, 320)) {
      const double now = g(v);
      const double at = std::clamp(v, safe.low, safe.high), last = std::clamp(v - 0.5, safe.low, safe.high);
      if (!(now >= before) && !(now >= before - 1e-14 * std::abs(before) - rounding(last) - rounding(at)))
        return fmt::format("g({:.6g}) = {:.10g} after g({:.6g}) = {:.10g}", v, now, v - 0.5, before);
      const double slope = m.f.activation(at, link).first;
      if (!(slope >= -1e-14 * std::abs(now))) return fmt::format("g′({:.6g}) = {:.6g}", v, slope);
      const bool dead = !(now > before) && slope == 0 && m.f.activation(v - 0.25, link).first == 0;
      if (std::abs(v) <= 5 && dead)
        return fmt::format("g({:.6g}) = g({:.6g}) = {:.10g}: the critic gets no gradient", v, v - 0.5, now);
      before = now;
    }
    return {};
  });
}

/// What rounding does to the differences of a term, and to its slope: how they waver beside v.
double waver(const FDivergence& f, Link link, double v, Derivatives (FDivergence::*term)(double, Link) const) {
  const Derivatives here = (f.*term)(v, link);
  double of_value = 0, of_slope = 0;
  for (int k = 1; k <= 8; ++k) {
    const double step = 1e-8 * k * std::max(1.0, std::abs(v));
    const Derivatives beside = (f.*term)(v + step, link);
    of_value = std::max(of_value, std::abs(beside.value - here.value - step * here.first));
    of_slope = std::max(of_slope, std::abs(beside.first - here.first));
  }
  return 8 * (of_value / 0.005 + of_slope);  // the smallest step of the differences
}

Counterexample wrong_link_slope(const FDivergence& f, Link link, const char* name,
                                Derivatives (FDivergence::*term)(double, Link) const, const Interval& safe) {
  const Curve y = [&](double v) { return (f.*term)(v, link).value; };
  for (const double v : spaced(std::max(-12.05, safe.low), std::min(12.03, safe.high), 97)) {
    const double claimed = (f.*term)(v, link).first, measured = difference(y, v, 0.1);
    if (std::abs(y(v)) >= 1e100 || is_slope(y, v, 0.1, claimed, 1e-7)) continue;
    if (!(std::abs(claimed - measured) <= waver(f, link, v, term)))
      return fmt::format("the slope of {} at {:.6g} is {:.10g}, but its differences give {:.10g}", name, v, claimed,
                         measured);
  }
  return {};
}

Counterexample link_slopes(const Specimen& s) {
  return over_links(s, [](const Mathematics& m, Link link) -> Counterexample {
    const SafeScores safe = m.f.safe_scores(link);
    if (auto found = wrong_link_slope(m.f, link, "g", &FDivergence::activation, safe.activation)) return found;
    return wrong_link_slope(m.f, link, "f*∘g", &FDivergence::fused, safe.fused);
  });
}

Counterexample fused_is_composed(const Specimen& s) {
  return over_links(s, [](const Mathematics& m, Link link) -> Counterexample {
    const double high = m.f.domain().high;
    const Interval safe = m.f.safe_scores(link).fused;
    for (const double v : spaced(std::max(-30.0, safe.low), std::min(30.0, safe.high), 121)) {
      const double t = m.f.activation(v, link).value, fused = m.f.fused(v, link).value;
      if (std::abs(t) > 1e100 || error(t, high) <= 1e-9) continue;  // composing cannot be told from rounding there
      const Derivatives composed = m.f.conjugate(t);
      if (std::abs(composed.value) > 1e100) continue;
      const double room = std::isfinite(high) ? std::max(1.0, std::abs(high)) : 0;
      const double rounding = 256 * epsilon * std::abs(composed.first) * std::max(std::abs(t), room);
      if (!(std::abs(fused - composed.value) <= 1e-9 * std::max(1.0, std::abs(composed.value)) + rounding))
        return fmt::format("at v = {:.6g}: fused f*∘g = {:.12g}, but f*(g(v)) = f*({:.10g}) = {:.12g}", v, fused, t,
                           composed.value);
    }
    return {};
  });
}

Counterexample log_ratio_is_slope(const Specimen& s) {
  const Mathematics m(s);
  for (const double v : spaced(-12, 12, 97)) {
    const double u = std::exp(v), t = m.f.activation(v, Link::log_ratio).value, c = m.f.fused(v, Link::log_ratio).value;
    const Derivatives y = m.f.f(u);
    if (!std::isfinite(y.value) || !std::isfinite(y.first) || std::abs(t) > 1e100) continue;
    if (!(error(t, y.first) <= 1e-8))
      return fmt::format("log_ratio({:.6g}) = {:.12g}, but f′(eᵛ) = {:.12g}", v, t, y.first);
    const double truth = u * y.first - y.value;
    if (!(std::abs(c - truth) <= 1e-9 * (1 + std::abs(u * y.first) + std::abs(y.value))))
      return fmt::format("conjugate_of_log_ratio({:.6g}) = {:.12g}, but eᵛf′(eᵛ) − f(eᵛ) = {:.12g}", v, c, truth);
  }
  return {};
}

Counterexample optimal_critic(const Specimen& s) {
  return over_links(s, [](const Mathematics& m, Link link) -> Counterexample {
    for (const double r : {-3.0, -1.0, -0.25, 0.0, 0.5, 1.0, 2.0}) {
      const double ratio = std::exp(r), v = optimal_score(m.f, link, r);
      const double wanted = m.f.activation(r, Link::log_ratio).value, t = m.f.activation(v, link).value;
      if (!(error(t, wanted) <= 1e-9))
        return fmt::format("no score has T = f′(p/q) = {:.10g} at p/q = {:.4g}: the nearest, {:.6g}, has {:.10g}",
                           wanted, ratio, v, t);
      const double up = ratio * m.f.activation(v, link).first, down = m.f.fused(v, link).first;
      if (!(std::abs(up - down) <= 1e-7 * (std::abs(up) + std::abs(down)) + 1e-12))
        return fmt::format("at p/q = {:.4g}, v* = {:.6g}: p g′ − q (f*∘g)′ is {:.6g} q, but must be 0", ratio, v,
                           up - down);
    }
    return {};
  });
}

bool is_strictly_convex(const Specimen& s) { return is_f_divergence(s) && s.about().strictly_convex; }

}  // namespace

std::vector<Law> laws_of_link() {
  return {
      {"into_domain", "a score is mapped out of dom f*, where f* is +∞: the objective is not defined",
       "1e-12 beyond the end", into_domain, false, is_f_divergence},
      {"increasing", "g falls or stands still: a higher score does not mean \"more likely data\"",
       "a fall of 1e-14, or of what rounding does to f′, between scores 0.5 apart", increasing, false, is_f_divergence},
      {"link_slopes", "g′ or (f*∘g)′ is not the derivative of its function: players follow a wrong gradient",
       "1e-7 of a slope", link_slopes, false, is_f_divergence},
      {"fused_is_composed", "the fused term is not f*(g(v)): critic and generator play with two different conjugates",
       "1e-9 of f*(g(v))", fused_is_composed, false, is_f_divergence},
      {"log_ratio_is_slope", "log_ratio is not f′(eᵛ), or its conjugate not eᵛf′(eᵛ) − f(eᵛ): v is no log p/q",
       "1e-8 of f′(eᵛ)", log_ratio_is_slope, false, is_strictly_convex},
      {"optimal_critic", "the critic's gradient does not vanish where T = f′(p/q): it converges to something else",
       "1e-7 of the gradient at the optimal critic", optimal_critic, false, is_strictly_convex},
  };
}

}  // namespace ganzoo::laws
