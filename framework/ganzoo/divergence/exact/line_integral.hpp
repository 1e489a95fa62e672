/// Integrals over the line of what two Gaussian mixtures make, with a bound of the error. Not installed.
#pragma once

#include <functional>
#include <ganzoo/core/api.hpp>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/exact/position.hpp>
#include <vector>

namespace ganzoo::detail {

/// The integrand, not negative, with a bound of its rounding error; it may leave the doubles.
using Integrand = std::function<Ball(const Position&)>;
/// A function at whose zeros an integrand bends.
using Bend = std::function<double(const Position&)>;
/// The logarithm of what is 0 as a double.
inline constexpr double log_least_double = -800;

/// ∫ h over the line; the radius holds the quadrature's error, that of rounding and the tails that were cut off.
///
/// Where mass and term live is found by following log h out to 10⁸ standard deviations; the panels there are split at
/// the components, at the peaks of h and at the bends, then adaptively. What is below e^log_least counts as 0.
GANZOO_API Certified integrate_on_line(const Distribution& p, const Distribution& q, const Integrand& h,
                                       const std::vector<Bend>& bends, double log_least);

}  // namespace ganzoo::detail
