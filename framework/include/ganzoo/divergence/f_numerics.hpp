/// What f_divergence derives by numbers where an author gives no formula: suprema, limits, and the scores at which a
/// term can be trusted. Not templates: nothing here is compiled into a component.
#pragma once

#include <functional>
#include <ganzoo/core/api.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <limits>

namespace ganzoo::detail {

/// A term at a score: its value and slope.
using Term = std::function<Derivatives(double v)>;
/// Its value alone, with a bound of its rounding error.
using Enclosure = std::function<Ball(double v)>;

/// The scores at which value and slope fit a float and, beyond |v| = 80, also the linear continuation to |v| = 10⁴.
/// At most 10⁶ to either side.
GANZOO_API Interval representable(const Term& term);

/// The largest interval around 0 on which the rounding noise of `term`, seen in its fourth differences, stays below
/// 10⁻⁵: of the slope, and of the value (absolutely where that is below 1).
GANZOO_API Interval certified(const Term& term);

/// The same by bounds of the value's error: where it is rounded to nothing, no difference of it tells.
GANZOO_API Interval enclosed(const Enclosure& value);

constexpr Interval everywhere{-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
GANZOO_API Interval intersection(const Interval& a, const Interval& b);

/// lim term as v → +∞ (`sign` 1) or −∞ (−1) of a closed form that is right at any score; ±∞ beyond 10¹⁰⁰.
GANZOO_API double limit_of_form(const Term& term, int sign);

/// f* at t from T(v) = f′(eᵛ), C(v) = f*(T(v)) and f(0): the maximiser of ut − f(u) over u ≥ 0 by bisection on
/// T(v) = t. +∞ outside the domain. `first` is the maximiser u.
GANZOO_API Derivatives conjugate_from_pair(double t, const Term& log_ratio, const Term& conjugate_of_log_ratio,
                                           double f_at_0, ConjugateDomain domain);

/// The same from f and its slope alone, with bounds of their rounding errors: where these hide the slope's sign, u is
/// any for which the value is right within them.
GANZOO_API Derivatives conjugate_from_f(double t, const std::function<Enclosed(const Ball& u)>& f, double f_at_0,
                                        ConjugateDomain domain);

/// Throws ganzoo::Error (usage) with the reason where a link cannot be had.
[[noreturn]] GANZOO_API void refuse_link(std::string_view title, Link link);

}  // namespace ganzoo::detail
