#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/exact/plateau.hpp>
#include <ganzoo/divergence/formula.hpp>
#include <vector>

namespace ganzoo {
namespace {

constexpr double rounding = 1e-9;

struct Sample {
  double u;
  Derivatives f;
};

[[noreturn]] void refuse(const Formula& f, const std::string& property, std::string hint = {}) {
  throw Error(Exit::usage, fmt::format("formula \"{}\" {}", f.text(), property), std::move(hint));
}

bool finite(const Derivatives& y) { return std::isfinite(y.value) && std::isfinite(y.first); }

/// u from 10⁻⁴ to 10⁴, evenly in log u; f may leave the doubles far out (exp(u)), where nothing is sampled.
std::vector<Sample> samples(const Formula& f) {
  std::vector<Sample> all;
  for (int i = -400; i <= 400; ++i) {
    const Sample s{std::pow(10, i / 100.0), f.at(std::pow(10, i / 100.0))};
    if (finite(s.f))
      all.push_back(s);
    else if (s.u > 0.1 && s.u < 10)
      refuse(f, fmt::format("is {} with slope {} at u = {:.4g}, but must be finite for every u > 0", s.f.value,
                            s.f.first, s.u));
  }
  return all;
}

void require_zero_at_1(const Formula& f) {
  const double at_1 = f.at(1).value;
  if (std::abs(at_1) <= 1e-12) return;
  if (!std::isfinite(at_1)) refuse(f, fmt::format("is {} at u = 1, but must be 0", at_1));
  refuse(f, fmt::format("is {:.12g} at u = 1, but must be 0: P differs from itself by nothing", at_1),
         fmt::format("--f '{} {} {:.17g}'", f.text(), at_1 > 0 ? "-" : "+", std::abs(at_1)));
}

/// The first two neighbours where the slope falls, or the chord between them lies below a tangent.
const Sample* first_fall(const std::vector<Sample>& all, double sign) {
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    const Derivatives &a = all[i].f, &b = all[i + 1].f;
    const double step = all[i + 1].u - all[i].u, size = std::max({1.0, std::abs(a.first), std::abs(b.first)});
    const double rise = sign * (b.value - a.value), noise = rounding * (size * step + std::max(1.0, std::abs(a.value)));
    const bool falls = sign * (b.first - a.first) < -rounding * size;
    if (falls || rise < sign * a.first * step - noise || rise > sign * b.first * step + noise) return &all[i];
  }
  return nullptr;
}

void require_convex(const Formula& f, const std::vector<Sample>& all) {
  const Sample* fall = first_fall(all, 1);
  if (fall == nullptr) return;
  const Sample& next = fall[1];
  const std::string hint =
      first_fall(all, -1) == nullptr ? fmt::format("it is concave: --f '-({})' is convex", f.text()) : "";
  refuse(f,
         fmt::format("is not convex: its slope is {:.6g} at u = {:.4g} and {:.6g} at u = {:.4g}, where it is {:.6g} "
                     "and {:.6g}",
                     fall->f.first, fall->u, next.f.first, next.u, fall->f.value, next.f.value),
         hint);
}

bool is_flat(const Sample& s) { return !(s.f.second > 0); }

/// f″ may vanish at a point, as that of (u − 1)⁴ does, but over no stretch.
void require_strictly_convex(const Formula& f, const std::vector<Sample>& all) {
  if (std::ranges::all_of(all, [&](const Sample& s) { return std::abs(s.f.first - all.front().f.first) <= rounding; }))
    refuse(f, "is linear, but must be strictly convex: its divergence is 0 between any P and Q");
  for (std::size_t i = 2; i < all.size(); ++i) {
    const Sample &first = all[i - 2], &middle = all[i - 1], &last = all[i];
    if (first.u < 0.05 || last.u > 20 || !is_flat(first) || !is_flat(middle) || !is_flat(last)) continue;
    refuse(
        f,
        fmt::format("is not strictly convex: f″ is {:.3g} at u = {:.4g}, so that f′(p/q) does not tell p/q and no "
                    "critic's link can be derived",
                    middle.f.second + 0.0, middle.u),
        "such a divergence needs its activation and conjugate by hand, as divergences/f/total_variation.cpp has them");
  }
}

/// D(P‖Q) = D(Q‖P): f(u) and u f(1/u) differ by a multiple of u − 1.
bool is_symmetric(const Formula& f) {
  const auto difference = [&](double u) { return f.at(u).value - u * f.at(1 / u).value; };
  const double slope = difference(2);
  return std::ranges::all_of(std::vector{1.1, 1.5, 3.0, 5.0, 8.0, 20.0}, [&](double u) {
    return std::abs(difference(u) - slope * (u - 1)) <= rounding * (1 + std::abs(f.at(u).value) + std::abs(slope * u));
  });
}

bool is_bounded(const Formula& f) {
  const Enclosed tangent = f.at(Ball::exactly(1));
  const auto excess = [&](double log_u) {
    const Ball u = exp(Ball::exactly(log_u)).centre_only();
    const Ball above = f.at(u).value - tangent.value - tangent.first * (u - Ball::exactly(1));
    return detail::not_negative(log_u > 0 ? above / u : above);
  };
  const Ball at_0 = detail::plateau([&](double s) { return excess(-s); }).value;
  const Ball at_infinity = detail::plateau(excess).value;
  return std::isfinite((at_0 + at_infinity).value());
}

}  // namespace

FormulaFacts examine_divergence(const Formula& f) {
  require_zero_at_1(f);
  const std::vector<Sample> all = samples(f);
  require_convex(f, all);
  require_strictly_convex(f, all);
  return {is_symmetric(f), is_bounded(f)};
}

}  // namespace ganzoo
