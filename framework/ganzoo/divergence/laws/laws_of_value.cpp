#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/divergence/laws/laws.hpp>
#include <ganzoo/divergence/laws/numerics.hpp>

namespace ganzoo::laws {
namespace {

double exact(const FDivergence& f, const std::vector<double>& p, const std::vector<double>& q) {
  return exact_divergence(f, Distribution::discrete(p), Distribution::discrete(q));
}

std::string told(const std::vector<double>& numbers) { return fmt::format("({:.4g})", fmt::join(numbers, ", ")); }

/// Gaussians whose every f-divergence is finite: neither tail is much lighter than the other.
Distribution data() { return Distribution::normal(0.5, 0.9); }
Distribution model() { return Distribution::normal(0, 1); }

/// Σ q f(p/q), from f alone.
double from_f(const FDivergence& f, const DensityRule& rule, const Distribution* p, const Distribution* q) {
  double sum = 0;
  for (std::size_t i = 0; i < rule.x.size(); ++i) {
    if (rule.q_weight[i] == 0) continue;
    const double ratio =
        p ? std::exp(p->log_density(rule.x[i]) - q->log_density(rule.x[i])) : rule.p_weight[i] / rule.q_weight[i];
    sum += rule.q_weight[i] * f.f(ratio).value;
  }
  return sum;
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
  for (const auto& [p, q] : pairs()) {
    const double d = exact(m.f, p, q);
    const double truth =
        from_f(m.f, density_rule(Distribution::discrete(p), Distribution::discrete(q)), nullptr, nullptr);
    if (!(error(d, truth) <= 1e-12))
      return fmt::format("D = {:.12g} for P = {}, Q = {}, but Σ q f(p/q) = {:.12g}", d, told(p), told(q), truth);
  }
  const Distribution p = data(), q = model();
  const double d = exact_divergence(m.f, p, q), truth = from_f(m.f, density_rule(p, q), &p, &q);
  // Kinks cost the fixed rule accuracy; the adaptive one finds them.
  const double tolerance = m.about.strictly_convex ? 1e-6 : 1e-3;
  if (!(error(d, truth) <= tolerance))
    return fmt::format(
        "D = {:.10g} for normal(0.5, 0.9) and normal(0, 1) by its log-ratio terms, but ∫ q f(p/q) = {:.10g}", d, truth);
  return {};
}

double bound(const FDivergence& f, Link link, const Pair& pair, const std::vector<double>& v) {
  double sum = 0;
  for (std::size_t i = 0; i < v.size(); ++i)
    sum += pair.p[i] * f.activation(v[i], link).value - pair.q[i] * f.fused(v[i], link).value;
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
      const double d = exact(m.f, pair.p, pair.q), b = bound(m.f, link, pair, v);
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
  for (const Link link : m.links())
    for (const Pair& pair : pairs()) {
      const double d = exact(m.f, pair.p, pair.q);
      for (int i = 0; i < 96; ++i) {
        std::vector<double> v;
        for (std::size_t k = 0; k < pair.p.size(); ++k)
          v.push_back(rng.normal(index++) * (i % 3 == 0 ? 0.5 : i % 3 == 1 ? 3 : 20));
        const double b = bound(m.f, link, pair, v);
        if (!(b <= d + 1e-9 * std::max(1.0, std::abs(d))) && !(std::isnan(b)))
          return fmt::format("link {}: the critic {} promises {:.8g}, but D = {:.8g}, for P = {}, Q = {}",
                             name_of(link), told(v), b, d, told(pair.p), told(pair.q));
      }
    }
  return {};
}

}  // namespace

std::vector<Law> laws_of_value() {
  return {
      {"nonnegative", "D < 0, or D(P‖P) ≠ 0, or D = 0 for different P and Q: it is no divergence", nonnegative, false,
       is_f_divergence},
      {"exact_value", "the exact D disagrees with Σ q f(p/q): the log-ratio terms belong to another f", exact_value,
       false, is_f_divergence},
      {"tight_bound",
       "the bound is not D at the optimal critic: training estimates another quantity than the one named", tight_bound,
       false, is_f_divergence},
      {"lower_bound", "a critic promises more than D: it can cheat, and its estimate means nothing", lower_bound, false,
       is_f_divergence},
  };
}

}  // namespace ganzoo::laws
