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
    for (const double v : spaced(-200, 200, 801)) {
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

Counterexample increasing(const Specimen& s) {
  return over_links(s, [](const Mathematics& m, Link link) -> Counterexample {
    const auto g = [&](double v) { return m.f.activation(v, link).value; };
    double before = g(-80);
    for (const double v : spaced(-79.5, 80, 320)) {
      const double now = g(v);
      if (!(now >= before) && !(now >= before - 1e-14 * std::abs(before)))
        return fmt::format("g({:.6g}) = {:.10g} after g({:.6g}) = {:.10g}", v, now, v - 0.5, before);
      if (const double slope = m.f.activation(v, link).first; !(slope >= -1e-14 * std::abs(now)))
        return fmt::format("g′({:.6g}) = {:.6g}", v, slope);
      if (std::abs(v) <= 5 && !(now > before) && std::isfinite(now))
        return fmt::format("g({:.6g}) = g({:.6g}) = {:.10g}: the critic gets no gradient", v, v - 0.5, now);
      before = now;
    }
    return {};
  });
}

Counterexample link_slopes(const Specimen& s) {
  return over_links(s, [](const Mathematics& m, Link link) -> Counterexample {
    const Curve g = [&](double v) { return m.f.activation(v, link).value; };
    const Curve c = [&](double v) { return m.f.fused(v, link).value; };
    for (const double v : spaced(-12.05, 12.05, 97)) {
      const double dg = m.f.activation(v, link).first, dc = m.f.fused(v, link).first;
      if (std::abs(g(v)) < 1e100 && !is_slope(g, v, 0.1, dg, 1e-7))
        return fmt::format("g′({:.6g}) = {:.10g}, but the differences of g give {:.10g}", v, dg, difference(g, v, 0.1));
      // Derived from f, the log-ratio link's f*(T) = eᵛT − f cancels: its differences know no better than this.
      const double rounding = link == Link::log_ratio ? 64 * epsilon * std::exp(v) * std::abs(g(v)) / 0.1 : 0;
      const bool rounded = std::abs(difference(c, v, 0.1) - dc) <= rounding;
      if (std::abs(c(v)) < 1e100 && !rounded && !is_slope(c, v, 0.1, dc, 1e-7))
        return fmt::format("the slope of f*∘g at {:.6g} is {:.10g}, but its differences give {:.10g}", v, dc,
                           difference(c, v, 0.1));
    }
    return {};
  });
}

Counterexample fused_is_composed(const Specimen& s) {
  return over_links(s, [](const Mathematics& m, Link link) -> Counterexample {
    const double high = m.f.domain().high;
    for (const double v : spaced(-30, 30, 121)) {
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

bool strictly_convex(const Specimen& s) { return is_f_divergence(s) && s.about().strictly_convex; }

}  // namespace

std::vector<Law> laws_of_link() {
  return {
      {"into_domain", "a score is mapped out of dom f*, where f* is +∞: the objective is not defined", into_domain,
       false, is_f_divergence},
      {"increasing", "g falls or stands still: a higher score does not mean \"more likely data\"", increasing, false,
       is_f_divergence},
      {"link_slopes", "g′ or (f*∘g)′ is not the derivative of its function: players follow a wrong gradient",
       link_slopes, false, is_f_divergence},
      {"fused_is_composed", "the fused term is not f*(g(v)): critic and generator play with two different conjugates",
       fused_is_composed, false, is_f_divergence},
      {"log_ratio_is_slope", "log_ratio is not f′(eᵛ), or its conjugate not eᵛf′(eᵛ) − f(eᵛ): v is no log p/q",
       log_ratio_is_slope, false, strictly_convex},
      {"optimal_critic", "the critic's gradient does not vanish where T = f′(p/q): it converges to something else",
       optimal_critic, false, strictly_convex},
  };
}

}  // namespace ganzoo::laws
