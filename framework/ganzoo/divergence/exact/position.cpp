#include <algorithm>
#include <cmath>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/divergence/exact/position.hpp>
#include <numbers>
#include <utility>

namespace ganzoo::detail {
namespace {

const double log_root_2pi = 0.5 * std::log(2 * std::numbers::pi);

/// a + b as the nearest double and what is missing.
std::pair<double, double> exact_sum(double a, double b) {
  const double sum = a + b, part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}

/// (x − mean)/std of a component and a bound of its error.
struct Standardised {
  double z, error;
};

Standardised standardised(const Distribution::Component& c, const Position& x) {
  const double z = x.from(c.mean) / c.std;
  return {z, Ball::unit * (2 * std::abs(z) + std::abs(x.anchor - c.mean) / c.std)};
}

LogDensity log_part(const Distribution::Component& c, const Position& x) {
  const auto [z, off] = standardised(c, x);
  const double scale = std::log(c.weight) - std::log(c.std) - log_root_2pi, square = 0.5 * z * z;
  const double error = std::abs(z) * off + 2 * Ball::unit * (square + std::abs(std::log(c.std)) + 4);
  return {scale - square, error};
}

}  // namespace

bool Position::operator<(const Position& other) const {
  return exact_sum(anchor, offset) < exact_sum(other.anchor, other.offset);
}

LogDensity log_density(const Distribution& mixture, const Position& x) {
  if (mixture.mixture.size() == 1) return log_part(mixture.mixture.front(), x);
  LogDensity largest{-infinity, 0};
  for (const auto& c : mixture.mixture)
    if (const LogDensity part = c.weight > 0 ? log_part(c, x) : LogDensity{-infinity, 0}; part.value > largest.value)
      largest = part;
  double sum = 0, error = 0;
  for (const auto& c : mixture.mixture) {
    if (c.weight == 0) continue;
    const LogDensity part = log_part(c, x);
    const double share = std::exp(part.value - largest.value);
    sum += share;
    error += share > 0 ? share * part.error : 0;
  }
  const double value = largest.value + std::log(sum);
  return {value, error / sum + 2 * Ball::unit * (2 + std::abs(value))};
}

Cumulated cumulated(const Distribution& mixture, const Position& x) {
  Cumulated both;
  for (const auto& c : mixture.mixture) {
    const auto [z, off] = standardised(c, x);
    const double at = z / std::numbers::sqrt2, density = std::exp(-0.5 * z * z) * 0.4;
    const auto tail = [&](double side) {
      const double value = 0.5 * c.weight * std::erfc(side * at);
      return Ball(value, c.weight * density * off + 8 * Ball::unit * value, 0);
    };
    both.below = both.below + tail(-1);
    both.above = both.above + tail(1);
  }
  return both;
}

}  // namespace ganzoo::detail
