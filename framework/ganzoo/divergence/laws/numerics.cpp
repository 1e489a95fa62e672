#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/divergence/laws/numerics.hpp>
#include <limits>

namespace ganzoo::laws {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

struct Estimate {
  double value, error;
};

/// Ridders' extrapolation of central differences (Adv. Eng. Software 4(2), 1982).
Estimate ridders(const Curve& y, double x, double step) {
  constexpr int rows = 10;
  constexpr double shrink = 1.4;
  std::array<std::array<double, rows>, rows> a{};
  Estimate best{0, infinity};
  const auto central = [&](double h) { return (y(x + h) - y(x - h)) / (2 * h); };
  a[0][0] = central(step);
  for (int i = 1; i < rows; ++i) {
    step /= shrink;
    a[0][i] = central(step);
    double factor = shrink * shrink;
    for (int j = 1; j <= i; ++j, factor *= shrink * shrink) {
      a[j][i] = (a[j - 1][i] * factor - a[j - 1][i - 1]) / (factor - 1);
      const double off = std::max(std::abs(a[j][i] - a[j - 1][i]), std::abs(a[j][i] - a[j - 1][i - 1]));
      if (off <= best.error) best = {a[j][i], off};
    }
  }
  return best;
}

/// Whether `claimed` lies between the one-sided differences over a very small step: at a kink, or where the slope itself
/// is steep without end. Elsewhere they leave it as little room as rounding does.
bool between_sides(const Curve& y, double x, double step, double claimed, double tolerance) {
  const double h = 1e-6 * step, here = y(x);
  const double left = (here - y(x - h)) / h, right = (y(x + h) - here) / h;
  const double noise = 8 * epsilon * std::abs(here) / h + tolerance * std::max(std::abs(left), std::abs(right)) + 1e-12;
  return claimed >= std::min(left, right) - noise && claimed <= std::max(left, right) + noise;
}

}  // namespace

std::vector<double> spaced(double low, double high, int count) {
  std::vector<double> grid;
  for (int i = 0; i < count; ++i) grid.push_back(i + 1 == count ? high : low + (high - low) * i / (count - 1));
  return grid;
}

std::vector<double> log_spaced(double low, double high, int count) {
  std::vector<double> grid = spaced(std::log(low), std::log(high), count);
  for (double& x : grid) x = std::exp(x);
  return grid;
}

double error(double got, double truth) {
  if (std::isinf(truth) || std::isinf(got)) return got == truth ? 0 : infinity;
  if (std::isnan(got) || std::isnan(truth)) return infinity;
  return std::abs(got - truth) / std::max(1.0, std::abs(truth));
}

bool is_slope(const Curve& y, double x, double step, double claimed, double tolerance) {
  if (std::isnan(claimed)) return false;
  for (const double h : {step, step / 8, step / 64}) {  // a kink beside x spoils the larger ones
    const auto [value, off] = ridders(y, x, h);
    const double allowed = tolerance * std::max(std::abs(claimed), std::abs(value)) + 1e-10;
    if (off <= allowed && std::abs(claimed - value) <= allowed + 4 * off) return true;
  }
  return between_sides(y, x, step, claimed, tolerance);
}

double difference(const Curve& y, double x, double step) { return ridders(y, x, step).value; }

double one_sided(const Curve& y, double h) {
  const auto difference = [&](double by) { return (y(by) - y(0)) / by; };
  return (difference(h) - 6 * difference(h / 2) + 8 * difference(h / 4)) / 3;
}

Maximum maximum(const Curve& y, double low, double high) {
  constexpr int points = 400;
  const std::vector<double> grid = spaced(low, high, points);
  Maximum best{low, -infinity};
  int at = 0;
  for (int i = 0; i < points; ++i)
    if (const double value = y(grid[i]); value > best.value) {
      best = {grid[i], value};
      at = i;
    }
  constexpr double golden = 0.6180339887498949;
  double a = grid[std::max(at - 1, 0)], d = grid[std::min(at + 1, points - 1)];
  for (int i = 0; i < 70; ++i) {
    const double b = d - golden * (d - a), c = a + golden * (d - a), yb = y(b), yc = y(c);
    if (yb > best.value) best = {b, yb};
    if (yc > best.value) best = {c, yc};
    (yb >= yc ? d : a) = yb >= yc ? c : b;
  }
  return best;
}

double root(const Curve& y, double target, double low, double high) {
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    (y(middle) < target ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace ganzoo::laws
