/// Adaptive quadrature on a line, for integrands with kinks at unknown places.
#pragma once

#include <functional>
#include <ganzoo/core/api.hpp>
#include <vector>

namespace ganzoo::detail {

/// ∫ h over [breaks.front(), breaks.back()], split at the breaks and then, where the error is largest, in halves, until
/// the estimated error is below 10⁻¹⁴ of the integral (10⁻¹⁵ absolutely) or rounding allows no more. Gauss–Kronrod
/// 10/21.
GANZOO_API double integrate(const std::function<double(double)>& h, const std::vector<double>& breaks);

/// Points and weights of Gauss–Legendre with 10 points on each panel between consecutive breaks.
struct Rule {
  std::vector<double> x, weight;
};
GANZOO_API Rule gauss_panels(const std::vector<double>& breaks);

}  // namespace ganzoo::detail
