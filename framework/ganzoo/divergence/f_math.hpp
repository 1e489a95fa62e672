/// The mathematics of an f-divergence in double: f, its conjugate, its two links, and exact values.
///
/// Convention: D_f(P‖Q) = ∫ q f(p/q), P data, Q model, natural logarithm. What `eval`, `check` and the metric
/// `exact_divergence` ask; training uses Divergence::critic and ::generator.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/divergence/distribution.hpp>

#include <string>
#include <string_view>

namespace ganzoo {

/// How the critic's score v becomes T in dom f*.
enum class Link : std::uint8_t { published, log_ratio };

struct Derivatives {
  double value = 0;
  double first = 0;
  double second = 0;
};

/// dom f* = (−∞, high) or (−∞, high].
struct ConjugateDomain {
  double high;
  bool closed;
};

class GANZOO_API FDivergence {
 public:
  virtual ~FDivergence() = default;

  virtual Derivatives f(double u) const = 0;          ///< f, f′, f″ at u > 0
  virtual double f_at_0() const = 0;                  ///< f(0⁺), maybe +∞
  virtual double f_prime_at_infinity() const = 0;     ///< lim f(u)/u, maybe +∞
  virtual Derivatives conjugate(double t) const = 0;  ///< f*(t), f*′(t); +∞ outside the domain. second is unused
  virtual ConjugateDomain domain() const = 0;

  virtual bool has(Link link) const = 0;
  virtual Link link() const = 0;                               ///< the one chosen by the parameters
  virtual Derivatives activation(double v, Link link) const = 0;  ///< T = g(v), g′(v)
  virtual Derivatives fused(double v, Link link) const = 0;       ///< f*(g(v)), its slope in v
  /// Largest |v| at which the link's terms are evaluated; beyond it the slope is held.
  virtual double safe_score(Link link) const = 0;
};

/// The exact D_f(P‖Q): summed where both are discrete, by adaptive quadrature to about 1e-12 for densities on the
/// line; +∞ where it diverges.
GANZOO_API double exact_divergence(const FDivergence& f, const Distribution& p, const Distribution& q);

}  // namespace ganzoo
