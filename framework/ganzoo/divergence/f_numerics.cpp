#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/divergence/f_numerics.hpp>
#include <limits>

namespace ganzoo {

std::string_view name_of(Link link) { return link == Link::published ? "published" : "log_ratio"; }

Link parse_link(std::string_view name) {
  if (name == "published") return Link::published;
  if (name == "log_ratio") return Link::log_ratio;
  throw Error(Exit::usage, fmt::format("link is \"{}\", but must be \"published\" or \"log_ratio\"", name));
}

namespace detail {
namespace {

constexpr double float_max = std::numeric_limits<float>::max();
constexpr double exact_to = 80;       // scores that training must get right wherever the value fits a float
constexpr double continued_to = 1e4;  // and up to which the continuation stays a float
constexpr double furthest = 1e6;
constexpr double derived_to = 170;  // where u⁴, and what duals make of it on their way, is a normal number

bool fits(const Derivatives& d, double beyond) {
  return std::abs(d.value) + std::abs(d.first) * beyond <= float_max && std::abs(d.first) <= float_max;
}

/// The last score from `good` towards `bad` at which `holds`, to 2⁻⁴⁰ of it.
template <class Holds>
double bisect(double good, double bad, Holds holds) {
  for (int i = 0; i < 60 && std::abs(bad - good) > 1e-12 * std::abs(good); ++i) {
    const double middle = 0.5 * (good + bad);
    (holds(middle) ? good : bad) = middle;
  }
  return good;
}

/// The same where `holds` may seem to come back beyond its first failure, in what overflow has left of a term.
template <class Holds>
double last_good(double good, double bad, Holds holds) {
  constexpr int steps = 64;  // closer together near `good`
  double failed = infinity;
  for (int i = 0; i <= steps && failed == infinity; ++i)
    if (const double v = good + (bad - good) * std::pow(double(i) / steps, 6); !holds(v)) failed = std::abs(v);
  if (failed == infinity) return bad;
  return bisect(good, bad, [&](double v) { return std::abs(v) < failed && holds(v); });
}

double representable_side(const Term& term, double sign) {
  const auto alone = [&](double v) { return fits(term(v), 0); };
  const auto continued = [&](double v) { return fits(term(v), std::max(0.0, continued_to - std::abs(v))); };
  const double near = last_good(0, sign * exact_to, alone);
  return near == sign * exact_to ? last_good(near, sign * furthest, continued) : near;
}

/// Rounding noise of value and slope at v, from nine points on one side of it, in units of what is allowed.
double noise(const Term& term, double v, double side) {
  // Wide enough for a term that rounding has turned into steps to take several of them.
  const double step = side * std::ldexp(std::max(1.0, std::abs(v) / 64), -14);
  std::array<double, 9> value, slope;
  for (int i = 0; i < 9; ++i) {
    const Derivatives d = term(v + (i + 1) * step);
    value[i] = d.value;
    slope[i] = d.first;
  }
  const auto fourth = [](const std::array<double, 9>& y) {
    double worst = 0;
    for (int i = 0; i < 5; ++i)
      worst = std::max(worst, std::abs(y[i] - 4 * y[i + 1] + 6 * y[i + 2] - 4 * y[i + 3] + y[i + 4]));
    return worst / std::sqrt(70.0);
  };
  const double of_value = fourth(value) / std::max(1.0, std::abs(value[4]));
  const double of_slope = slope[4] == 0 ? fourth(slope) : fourth(slope) / std::abs(slope[4]);
  if (!std::isfinite(value[4]) || !std::isfinite(slope[4]) || std::isnan(of_value + of_slope)) return infinity;
  return std::max(of_value, of_slope) / 2.5e-6;  // a quarter of 1e-5: the worst point is worse than the typical one
}

double certified_side(const Term& term, double sign) {
  double last = 0;
  int lost = 0;
  for (double v = 0; v <= derived_to && lost < 3; v += 0.25) {
    // A kink at v itself spoils one side only; a root of |v|, a point or two. Where noise begins, it stays.
    const bool noisy = std::min(noise(term, sign * v, 1), noise(term, sign * v, -1)) > 1;
    lost = noisy ? lost + 1 : 0;
    if (!noisy) last = v;
  }
  return sign * last;
}

double enclosed_side(const Enclosure& value, double sign) {
  double last = 0;
  for (double v = 0; v <= derived_to; v += 0.25) {
    const Ball y = value(sign * v);
    if (!(y.error() <= 1e-5 * std::max(1.0, std::abs(y.value())))) break;
    last = v;
  }
  return sign * last;
}

}  // namespace

Interval representable(const Term& term) { return {representable_side(term, -1), representable_side(term, 1)}; }

Interval certified(const Term& term) { return {certified_side(term, -1), certified_side(term, 1)}; }

Interval enclosed(const Enclosure& value) { return {enclosed_side(value, -1), enclosed_side(value, 1)}; }

Interval intersection(const Interval& a, const Interval& b) {
  return {std::max(a.low, b.low), std::min(a.high, b.high)};
}

double limit_of_form(const Term& term, int sign) {
  const double value = term(sign * 1e300).value;
  return std::abs(value) > 1e100 ? std::copysign(infinity, value) : value;
}

Derivatives conjugate_from_pair(double t, const Term& log_ratio, const Term& conjugate_of_log_ratio, double f_at_0,
                                ConjugateDomain domain) {
  if (std::isnan(t)) return {t, t};
  if (t > domain.high || (t == domain.high && !domain.closed)) return {infinity, infinity};
  double low = -690, high = 700;  // log u: 1/u must not overflow
  // A form may overflow long before u does: then it falls, or is NaN.
  const auto rises_to = [&](double v) {
    const double before = log_ratio(0.5 * v).value;
    return log_ratio(v).value >= before - 1e-12 * std::abs(before);
  };
  while (high > 20 && !rises_to(high)) high *= 0.5;
  const auto falls_to = [&](double v) {
    const double before = log_ratio(0.5 * v).value;
    return log_ratio(v).value <= before + 1e-12 * std::abs(before);
  };
  const double lowest = low;
  while (low < -20 && !falls_to(low)) low *= 0.5;
  if (const double least = log_ratio(low).value; least >= t) {
    if (low == lowest) return {-f_at_0, 0};
    const double u = std::exp(low);
    return {conjugate_of_log_ratio(low).value + (t - least) * u, u};
  }
  if (log_ratio(high).value < t) {
    const Derivatives end = conjugate_of_log_ratio(high);
    return {end.value, std::exp(high)};
  }
  while (true) {
    const double middle = 0.5 * (low + high);
    if (middle == low || middle == high || high - low < 1e-300) break;
    (log_ratio(middle).value < t ? low : high) = middle;
  }
  // First-order correction: exact up to the square of the root's error, and at a kink.
  const double u = std::exp(high);
  return {conjugate_of_log_ratio(high).value + (t - log_ratio(high).value) * u, u};
}

Derivatives conjugate_from_f(double t, const std::function<Enclosed(const Ball& u)>& f, double f_at_0,
                             ConjugateDomain domain) {
  if (std::isnan(t)) return {t, t};
  if (t > domain.high || (t == domain.high && !domain.closed)) return {infinity, infinity};
  const Ball wanted = Ball::exactly(t);
  const auto ratio = [](double log_u) { return exp(Ball::exactly(log_u)).centre_only(); };
  const auto rise = [&](double log_u) { return f(ratio(log_u)).first - wanted; };
  double low = -690, high = 700;
  // First by slopes that rounding leaves no doubt of: far out it can hide on which side the maximiser lies.
  const auto narrow = [&](double log_u) {
    const Ball here = rise(log_u);
    if (std::abs(here.centre()) > here.radius())
      here.is_negative() ? low = std::max(low, log_u) : high = std::min(high, log_u);
  };
  for (double far = 690; far > 0.5; far *= 0.5) narrow(-far), narrow(far);
  narrow(0);
  while (high - low > 0x1p-53 * std::max(1.0, std::abs(high))) {
    const double middle = 0.5 * (low + high);
    if (middle == low || middle == high) break;
    (rise(middle).is_negative() ? low : high) = middle;
  }
  const Ball u = ratio(high);
  const double best = (u * wanted - f(u).value).value();
  if (!(best > -f_at_0)) return {-f_at_0, 0};
  return {best, std::exp(high)};
}

void refuse_link(std::string_view title, Link link) {
  if (link == Link::log_ratio)
    throw Error(
        Exit::usage,
        fmt::format("link is \"log_ratio\", but the {} is not strictly convex: f″ vanishes, so that T = f′(p/q) "
                    "does not tell log p/q and the critic would get no gradient",
                    title),
        "link = \"published\" where it brings activation(v) and conjugate(t); write them where it does not");
  throw Error(Exit::usage, fmt::format("link is \"published\", but the {} has no published activation", title),
              "link = \"log_ratio\"");
}

}  // namespace detail
}  // namespace ganzoo
