/// Adaptive quadrature on a line, for integrands with kinks at unknown places.
#pragma once

#include <functional>
#include <ganzoo/core/api.hpp>
#include <vector>

namespace ganzoo::detail {

/// A value of an integrand and a bound of its rounding error.
struct Sample {
  double value = 0, error = 0;
};
/// A piece [low, high] of the range; `of` is handed to the integrand.
struct Piece {
  std::size_t of;
  double low, high;
};
/// `error` of the rule, estimated as what 21 points say less what 10 of them say; `rounding` of the integrand.
struct Integral {
  double value = 0, error = 0, rounding = 0;
};

/// ∫ h over the pieces, halved where the error is largest until it is below 10⁻¹⁴ of the sum of their sizes or half
/// that of rounding. Gauss–Kronrod 10/21.
GANZOO_API Integral integrate(const std::function<Sample(std::size_t of, double x)>& h,
                              const std::vector<Piece>& pieces);

/// The same of a plain function over [breaks.front(), breaks.back()], split at the breaks.
GANZOO_API double integrate(const std::function<double(double)>& h, const std::vector<double>& breaks);

/// Points and weights of Gauss–Legendre with 10 points on each panel between consecutive breaks.
struct Rule {
  std::vector<double> x, weight;
};
GANZOO_API Rule gauss_panels(const std::vector<double>& breaks);

}  // namespace ganzoo::detail
