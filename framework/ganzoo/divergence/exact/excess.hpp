/// f above its tangent at 1, e(u) = f(u) − f(1) − f′(1)(u − 1): the same divergence as f, but never negative, so that
/// nothing cancels in ∫ q e(p/q). Not installed.
#pragma once

#include <ganzoo/core/ball.hpp>
#include <ganzoo/divergence/exact/plateau.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <vector>

namespace ganzoo::detail {

class Excess {
 public:
  explicit Excess(const FDivergence& f);

  /// q e(p/q), with p/q = `ratio` known to within `off`, relatively: from e(u) or e(u)/u, whichever stays small.
  Ball term(const Ball& p, const Ball& q, const Ball& ratio, double off) const;
  /// What mass of Q alone costs, lim e(u) as u → 0, and of P alone, lim e(u)/u as u → ∞.
  const Ball& at_0() const { return at_0_.value; }
  const Ball& at_infinity() const { return at_infinity_.value; }
  /// The log u at which f′ jumps, |log u| ≤ 60.
  std::vector<double> kinks() const;

 private:
  /// |e′| anywhere within `off` of the ratio: near 1, where e′ is 0 and e is not, what it is a little away from there.
  Ball steepest(const Ball& ratio, const Ball& slope, double off) const;

  const FDivergence& f_;
  Plateau at_0_, at_infinity_;
};

}  // namespace ganzoo::detail
