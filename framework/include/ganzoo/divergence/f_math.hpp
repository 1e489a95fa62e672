/// The mathematics of an f-divergence in double: f, its conjugate, its two links, and exact values.
///
/// Convention: D_f(P‖Q) = ∫ q f(p/q), P data, Q model, natural logarithm. What `eval`, `check` and the metric
/// `exact_divergence` ask; training uses Divergence::critic and ::generator.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <ganzoo/core/ball.hpp>
#include <ganzoo/divergence/distribution.hpp>
#include <optional>
#include <string_view>
#include <vector>

namespace ganzoo {

/// How the critic's score v becomes T in dom f*.
enum class Link : std::uint8_t { published, log_ratio };

struct Derivatives {
  double value = 0;
  double first = 0;
  double second = 0;
};

/// A value and a slope with bounds of their rounding errors.
struct Enclosed {
  Ball value, first;
};

/// dom f* = (−∞, high) or (−∞, high].
struct ConjugateDomain {
  double high;
  bool closed;
};

/// The scores at which a term is evaluated in training; beyond, its value continues linearly with the slope held.
struct Interval {
  double low = 0, high = 0;
};
struct SafeScores {
  Interval activation, fused;
};

class GANZOO_API FDivergence {
 public:
  virtual ~FDivergence() = default;

  virtual Derivatives f(double u) const = 0;  ///< f, f′, f″ at u > 0
  virtual Enclosed tangent() const = 0;       ///< f(1), f′(1)
  /// f(u) − f(1) − f′(1)(u − 1) and its slope at a u > 0 of any size: what exact values are computed from.
  virtual Enclosed excess(const Ball& u) const = 0;
  /// D_f(P‖Q) of two Gaussians, where it has a closed form.
  virtual std::optional<Ball> between_normals(const Distribution& p, const Distribution& q) const = 0;
  virtual double f_at_0() const = 0;                  ///< f(0⁺), maybe +∞
  virtual double f_prime_at_infinity() const = 0;     ///< lim f(u)/u, maybe +∞
  virtual Derivatives conjugate(double t) const = 0;  ///< f*(t), f*′(t); +∞ outside the domain. second is unused
  virtual ConjugateDomain domain() const = 0;

  virtual bool has(Link link) const = 0;
  virtual Link link() const = 0;  ///< the one chosen by the parameters
  /// True where they chose instead that a score is T up to a constant, the best one for each batch (shifted_bound.hpp).
  virtual bool shifted() const { return false; }
  /// T = g(v), g′(v); as mathematics has it, not as training saturates it. log_ratio can be asked of every f: where
  /// has(log_ratio) is false it is no link for a critic, but still f′(eᵛ).
  virtual Derivatives activation(double v, Link link) const = 0;
  virtual Derivatives fused(double v, Link link) const = 0;  ///< f*(g(v)), its slope in v
  virtual SafeScores safe_scores(Link link) const = 0;
  /// Where the terms are right: everywhere (±∞) for those with a form of their own, on a certified range where f alone
  /// gives them.
  virtual SafeScores certified_scores(Link link) const = 0;
  virtual bool has_conjugate() const = 0;  ///< f* has a form of its own, not only a supremum by numbers
  /// f*(t), its slope in t, by maximising ut − f(u) over u ≥ 0: the supremum that a closed form is held to.
  virtual Derivatives numeric_conjugate(double t) const = 0;
};

/// "published", "log_ratio".
GANZOO_API std::string_view name_of(Link link);
/// Throws ganzoo::Error (usage) where there is no such link.
GANZOO_API Link parse_link(std::string_view name);

/// The exact D_f(P‖Q), exact/exact.hpp's without its error: +∞ where it diverges, NaN where it cannot be vouched for.
GANZOO_API double exact_divergence(const FDivergence& f, const Distribution& p, const Distribution& q);

/// A fixed rule for integrals against both densities: ∫ h p ≈ Σ h(x) p_weight, likewise q. For discrete distributions
/// the points are 0 … n − 1 and the rule is exact.
struct DensityRule {
  std::vector<double> x, p_weight, q_weight;
};
GANZOO_API DensityRule density_rule(const Distribution& p, const Distribution& q);

}  // namespace ganzoo
