#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/divergence/laws/numerics.hpp>

namespace ganzoo::laws {
namespace {

std::string told(const std::vector<double>& numbers) { return fmt::format("({:.4g})", fmt::join(numbers, ", ")); }

/// Gaussians whose every f-divergence is finite: neither tail is much lighter than the other.
Distribution data() { return Distribution::normal(0.5, 0.9); }
Distribution model() { return Distribution::normal(0, 1); }

/// Σ p T − q f*(T) at T = f′(p/q), from the log-ratio terms: the exact D comes from f alone.
double sum_from_terms(const FDivergence& f, const Pair& pair) {
  double sum = 0;
  for (std::size_t i = 0; i < pair.p.size(); ++i) {
    const double v = std::log(pair.p[i] / pair.q[i]);
    sum += pair.p[i] * f.activation(v, Link::log_ratio).value - pair.q[i] * f.fused(v, Link::log_ratio).value;
  }
  return sum;
}

/// ∫ q f(p/q) from f alone, by the midpoints of that many intervals: exact for what is smooth.
double integral_from_f(const FDivergence& f, const Distribution& p, const Distribution& q, int count) {
  constexpr double low = -14, high = 14;
  double sum = 0;
  for (int i = 0; i < count; ++i) {
    const double x = low + (high - low) * (i + 0.5) / count, log_q = q.log_density(x);
    sum += std::exp(log_q) * f.f(std::exp(p.log_density(x) - log_q)).value;
  }
  return sum * (high - low) / count;
}

Counterexample nonnegative(const Specimen& s) {
  const Mathematics m(s);
  const double least = m.about.f_at_1;
  for (const auto& [p, q] : pairs()) {
    const double d = exact(m.f, p, q), same = exact(m.f, p, p);
    if (!(std::abs(same - least) <= 1e-12))
      return fmt::format("D(P‖P) = {:.6g} for P = {}, but must be {:.6g}", same, told(p), least);
    if (!(d >= least - 1e-12)) return fmt::format("D = {:.6g} for P = {}, Q = {}", d, told(p), told(q));
    if (m.about.strictly_convex && !(d > least + 1e-9))
      return fmt::format("D = {:.6g} tells no difference between P = {} and Q = {}", d, told(p), told(q));
  }
  const double same = exact_divergence(m.f, data(), data()), d = exact_divergence(m.f, data(), model());
  if (!(std::abs(same - least) <= 1e-9)) return fmt::format("D(P‖P) = {:.6g} for P = normal(0.5, 0.9)", same);
  if (!(d >= least - 1e-12)) return fmt::format("D = {:.6g} for normal(0.5, 0.9) and normal(0, 1)", d);
  return {};
}

Counterexample exact_value(const Specimen& s) {
  const Mathematics m(s);
  for (const Pair& pair : pairs()) {
    const double d = exact(m.f, pair.p, pair.q), terms = sum_from_terms(m.f, pair);
    if (!(error(terms, d) <= 1e-12))
      return fmt::format("D = {:.12g} for P = {}, Q = {}, but its log-ratio terms give {:.12g}", d, told(pair.p),
                         told(pair.q), terms);
  }
  const Distribution p = data(), q = model();
  const double d = exact_divergence(m.f, p, q), coarse = integral_from_f(m.f, p, q, 1 << 13),
               truth = integral_from_f(m.f, p, q, 1 << 14);
  // Kinks cost the midpoints accuracy; the adaptive rule finds them.
  if (!(error(d, truth) <= 1e-6 + 4 * error(coarse, truth)))
    return fmt::format("D = {:.10g} for normal(0.5, 0.9) and normal(0, 1), but ∫ q f(p/q) = {:.10g}", d, truth);
  return {};
}

double bound(const TrainedTerms& terms, const Pair& pair, const std::vector<double>& v) {
  double sum = 0;
  for (std::size_t i = 0; i < v.size(); ++i) sum += pair.p[i] * terms.activation(v[i]) - pair.q[i] * terms.fused(v[i]);
  return sum;
}

/// The critic at which the bound is largest: v* where f is strictly convex, the limit of a sure critic otherwise.
std::vector<double> best_critic(const Mathematics& m, Link link, const Pair& pair) {
  std::vector<double> v;
  for (std::size_t i = 0; i < pair.p.size(); ++i) {
    const double p = pair.p[i], q = pair.q[i];
    if (m.about.strictly_convex)
      v.push_back(optimal_score(m.f, link, std::log(p / q)));
    else
      v.push_back(
          maximum([&](double x) { return p * m.f.activation(x, link).value - q * m.f.fused(x, link).value; }, -60, 60)
              .at);
  }
  return v;
}

Counterexample tight_bound(const Specimen& s) {
  const Mathematics m(s);
  const double tolerance = m.about.strictly_convex ? 1e-9 : 1e-6;
  for (const Link link : m.links())
    for (const Pair& pair : pairs()) {
      const std::vector<double> v = best_critic(m, link, pair);
      const double d = exact(m.f, pair.p, pair.q), b = bound({m.f, link}, pair, v);
      if (!(error(b, d) <= tolerance))
        return fmt::format(
            "link {}: E_P T − E_Q f*(T) = {:.12g} at the optimal critic {} of P = {}, Q = {}, but D = {:.12g}",
            name_of(link), b, told(v), told(pair.p), told(pair.q), d);
    }
  return {};
}

Counterexample lower_bound(const Specimen& s) {
  const Mathematics m(s);
  const Rng rng(0, Purpose::other);
  std::uint64_t index = 0;
  for (const Link link : m.links()) {
    const TrainedTerms terms{m.f, link};
    // Beyond, training counts a score as saturated, and its estimate as no bound.
    const Interval trusted{std::max(terms.safe.activation.low, terms.safe.fused.low),
                           std::min(terms.safe.activation.high, terms.safe.fused.high)};
    for (const Pair& pair : pairs()) {
      const double d = exact(m.f, pair.p, pair.q);
      for (int i = 0; i < 96; ++i) {
        constexpr double spreads[] = {0.5, 3, 20};
        std::vector<double> v;
        for (std::size_t k = 0; k < pair.p.size(); ++k)
          v.push_back(std::clamp(rng.normal(index++) * spreads[i % 3], trusted.low, trusted.high));
        const double b = bound(terms, pair, v);
        if (!(b <= d + 1e-9 * std::max(1.0, std::abs(d))) && !(std::isnan(b)))
          return fmt::format("link {}: the critic {} promises {:.8g}, but D = {:.8g}, for P = {}, Q = {}",
                             name_of(link), told(v), b, d, told(pair.p), told(pair.q));
      }
    }
  }
  return {};
}

}  // namespace

std::vector<Law> laws_of_value() {
  return {
      {"nonnegative", "D < 0, or D(P‖P) ≠ 0, or D = 0 for different P and Q: it is no divergence", "1e-12 below 0",
       nonnegative, false, is_f_divergence},
      {"exact_value", "the log-ratio terms do not add up to the exact D: they belong to another f",
       "1e-12 of a sum, 1e-6 of an integral", exact_value, false, is_f_divergence},
      {"tight_bound",
       "the bound is not D at the optimal critic: training estimates another quantity than the one named",
       "1e-9 of D (1e-6 where f is not strictly convex)", tight_bound, false, is_f_divergence},
      {"lower_bound", "a critic promises more than D: it can cheat, and its estimate means nothing",
       "1e-9 above D, at 96 random critics of three sizes for each of three pairs: 0.07 that f* is too small "
       "everywhere",
       lower_bound, false, is_f_divergence},
  };
}

}  // namespace ganzoo::laws
