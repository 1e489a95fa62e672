/// Distances of two samples through a radial function ρ of their points' squared distances: energy, MMD².
///
///     D = 2 E ρ(|x − y|²) − E ρ(|x − x′|²) − E ρ(|y − y′|²)
///
/// with its gradient to the y. ρ = √: the energy distance; ρ = −k: the squared maximum mean discrepancy of kernel k.
#pragma once

#include <functional>
#include <ganzoo/divergence/detail/pair_kernels.hpp>
#include <ganzoo/divergence/pairs.hpp>
#include <vector>

namespace ganzoo {

struct Radial {
  using Shape = detail::RadialShape;
  Shape shape = Shape::root;
  std::vector<float> scales;  ///< gaussian: 1/(2 bandwidth²); rational_quadratic: α; root: none

  static Radial root() { return {}; }
  /// k = mean_b exp(−s/(2b²))
  GANZOO_API static Radial gaussian(const std::vector<double>& bandwidths);
  /// k = mean_α (1 + s/(2α))^−α
  GANZOO_API static Radial rational_quadratic(const std::vector<double>& alphas);
};

/// How means over the pairs within one sample are taken (Gretton et al., JMLR 13, 2012, eqs. 3 and 5).
enum class Statistic : std::uint8_t {
  v,  ///< over all pairs, a point and itself too: biased upward, never negative, 0 for equal samples
  u,  ///< over the others: unbiased, around 0 for P = Q, so sometimes negative
};

class GANZOO_API KernelDistance {
 public:
  /// Overwrites `fake_gradient` [m, d]. Throws ganzoo::Error where a U-statistic has fewer than two points a side.
  /// `poll` is called before each 64 rows of pairs, and may throw.
  double operator()(
      const Radial&, Statistic, ConstMatrix real, ConstMatrix fake, Matrix fake_gradient,
      const std::function<void()>& poll = [] {});

 private:
  /// Σ ρ over all pairs; adds factor · ∂Σρ/∂(first set's points) to `gradient` unless its data is null.
  double pairs(const Radial&, const Points& a, const Points& b, double factor, Matrix gradient,
               const std::function<void()>& poll);

  Points real_, fake_;
  OwnedMatrix origin_, squares_, slopes_, scratch_;
};

}  // namespace ganzoo
