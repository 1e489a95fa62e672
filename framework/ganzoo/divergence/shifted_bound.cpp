#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/divergence/shifted_bound.hpp>

namespace ganzoo::detail {
namespace {

/// log E_Q f*′(v − ν): falls in ν, and is 0 at the best one; +∞ where a v − ν is out of dom f*.
double log_mean_slope(const FDivergence& f, ConstMatrix scores, double shift) {
  double sum = 0;
  for (const float v : scores.flat()) sum += f.conjugate(double{v} - shift).first;
  const double logarithm = std::log(sum / static_cast<double>(scores.size()));
  return std::isnan(logarithm) ? HUGE_VAL : logarithm;
}

/// The root between where all v − ν are at least T = f′(1), whose f*′ is 1, and where they are at most that: by regula
/// falsi in the Illinois way, by halves where a side is infinite.
double best_shift(const FDivergence& f, ConstMatrix scores) {
  constexpr int most = 200;
  const auto [least, largest] = std::ranges::minmax(scores.flat());
  const double rest = f.f(1).first;
  double low = double{least} - rest, high = double{largest} - rest;
  double at_low = log_mean_slope(f, scores, low), at_high = log_mean_slope(f, scores, high);
  for (int i = 0; i < most && at_low > 0 && at_high < 0; ++i) {
    const bool finite = std::isfinite(at_low) && std::isfinite(at_high);
    double middle = finite ? (low * at_high - high * at_low) / (at_high - at_low) : low + (high - low) / 2;
    if (!(middle > low && middle < high)) middle = low + (high - low) / 2;
    if (middle == low || middle == high) break;
    const double at = log_mean_slope(f, scores, middle);
    if (std::abs(at) < 1e-14) return middle;
    if (at > 0) {
      low = middle, at_low = at;
      if (finite) at_high /= 2;
    } else {
      high = middle, at_high = at;
      if (finite) at_low /= 2;
    }
  }
  return at_high >= 0 ? high : std::isfinite(at_low) && at_low <= 0 ? low : high;
}

}  // namespace

double shifted_conjugate(const FDivergence& f, ConstMatrix scores, Matrix negative_gradient) {
  const double shift = best_shift(f, scores), n = static_cast<double>(scores.size());
  double sum = 0;
  for (std::int64_t i = 0; i < scores.size(); ++i) {
    const Derivatives term = f.conjugate(double{scores.data[i]} - shift);
    sum += term.value;
    if (negative_gradient.data) negative_gradient.data[i] = static_cast<float>(-term.first / n);
  }
  return shift + sum / n;
}

double mean_score(ConstMatrix scores, double sign, Matrix gradient) {
  const double n = static_cast<double>(scores.size());
  double sum = 0;
  for (const float v : scores.flat()) sum += double{v};
  if (gradient.data) std::fill_n(gradient.data, gradient.size(), static_cast<float>(sign / n));
  return sum / n;
}

void require_shiftable(std::string_view title, const FDivergence& f, bool strictly_convex) {
  if (strictly_convex && f.has_conjugate()) return;
  throw Error(Exit::usage,
              fmt::format("link is \"shifted\", but the {} {}", title,
                          strictly_convex ? "gives no conjugate(t): a supremum by numbers for every score is too slow"
                                          : "is not strictly convex: no shift is the best one"));
}

}  // namespace ganzoo::detail
