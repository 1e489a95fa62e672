/// D_f(P‖Q) of two densities that are known point by point: by quadrature on the line and in the plane, beyond by Monte
/// Carlo with a stated error.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/core/ball.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/divergence/point_density.hpp>
#include <ganzoo/ganzoo.hpp>
#include <limits>
#include <vector>

namespace ganzoo::metrics {

/// A point [d] with what the rule weighs both densities by there: ∫ h p ≈ Σ h(x) p.
struct Node {
  std::array<double, 2> x;
  double p, q;
};

struct Integrated {
  double value = std::numeric_limits<double>::quiet_NaN(), error = value;
};

/// q (f(p/q) − f(1) − f′(1)(p/q − 1)), never negative; its limits where one density is nothing beside the other.
class Integrand {
 public:
  explicit Integrand(const FDivergence& f)
      : f_(f),
        at_1_(f.f(1)),
        without_p_(f.f_at_0() - at_1_.value + at_1_.first),
        without_q_(f.f_prime_at_infinity() - at_1_.first) {}

  double at_1() const { return at_1_.value; }
  double operator()(double log_p, double log_q) const {
    const double p = std::exp(log_p), q = std::exp(log_q);
    if (p == 0) return q == 0 ? 0 : q * without_p_;
    if (q == 0) return p * without_q_;
    const double u = std::exp(log_p - log_q);
    if (!(u > 1e-300)) return q * without_p_;
    if (!(u < 1e300)) return p * without_q_;
    return q * std::max(0.0, f_.f(u).value - at_1_.value - at_1_.first * (u - 1));
  }

 private:
  const FDivergence& f_;
  Derivatives at_1_;
  double without_p_, without_q_;
};

/// Cells halved in every direction where the rule of five Gauß points a side and its four (two) parts differ most: in the
/// integral of D, of p or of q.
class Quadrature {
 public:
  Quadrature(const PointDensity& p, const PointDensity& q, const FDivergence& f)
      : p_(p), q_(q), integrand_(f), d_(static_cast<std::size_t>(p.dimensions())) {}

  /// Over the box. NaN where it misses more than a thousandth of either density's mass.
  Integrated over(const std::array<double, 2>& low, const std::array<double, 2>& high) {
    start(low, high);
    for (int n = 0; n < most_splits && error_ > tolerance; ++n) split();
    Totals sum;
    for (const Cell& cell : cells_) sum += cell.whole;
    const double missing = std::max(std::abs(1 - sum.p), std::abs(1 - sum.q));
    if (!(missing <= 1e-3)) return {};
    return {integrand_.at_1() + sum.d, error_ + missing};
  }
  /// Of the rule as it is: where to ask a critic.
  std::vector<Node> nodes() const {
    std::vector<Node> all;
    for (const Cell& cell : cells_)
      visit(cell, [&](const std::array<double, 2>& x, double weight) {
        const auto [log_p, log_q] = densities(x);
        all.push_back({x, weight * std::exp(log_p), weight * std::exp(log_q)});
      });
    return all;
  }

 private:
  static constexpr int most_splits = 3000, across = 24;
  static constexpr double tolerance = 1e-6;

  struct Totals {
    double d = 0, p = 0, q = 0;
    Totals& operator+=(const Totals& o) { return d += o.d, p += o.p, q += o.q, *this; }
    double distance(const Totals& o) const {
      return std::max({std::abs(d - o.d), std::abs(p - o.p), std::abs(q - o.q)});
    }
  };
  struct Cell {
    std::array<double, 2> low{}, high{};
    Totals whole{};
    double error = 0;
    bool operator<(const Cell& o) const { return error < o.error; }
  };

  std::pair<double, double> densities(const std::array<double, 2>& x) const {
    return {p_.log_density({x.data(), d_}, {}), q_.log_density({x.data(), d_}, {})};
  }

  template <class Act>
  void visit(const Cell& cell, const Act& act) const {
    static constexpr std::array<double, 5> at{0.046910077030668, 0.230765344947158, 0.5, 0.769234655052841,
                                              0.953089922969332},
        weight{0.118463442528095, 0.239314335249683, 0.284444444444444, 0.239314335249683, 0.118463442528095};
    const double width = cell.high[0] - cell.low[0], height = d_ == 2 ? cell.high[1] - cell.low[1] : 1;
    for (std::size_t i = 0; i < 5; ++i)
      for (std::size_t j = 0; j < (d_ == 2 ? 5 : 1); ++j)
        act({cell.low[0] + at[i] * width, d_ == 2 ? cell.low[1] + at[j] * height : 0},
            weight[i] * width * (d_ == 2 ? weight[j] * height : 1));
  }
  Totals integral(const Cell& cell) const {
    Totals sum;
    visit(cell, [&](const std::array<double, 2>& x, double weight) {
      const auto [log_p, log_q] = densities(x);
      sum += {weight * integrand_(log_p, log_q), weight * std::exp(log_p), weight * std::exp(log_q)};
    });
    return sum;
  }

  std::vector<Cell> parts(const Cell& cell) const {
    std::vector<Cell> all;
    for (int k = 0; k < (d_ == 2 ? 4 : 2); ++k) {
      Cell part = cell;
      for (std::size_t j = 0; j < d_; ++j) {
        const double middle = 0.5 * (cell.low[j] + cell.high[j]);
        ((k >> j) & 1 ? part.low[j] : part.high[j]) = middle;
      }
      part.whole = integral(part);
      all.push_back(part);
    }
    return all;
  }

  /// The cell, its value that of its parts, its error their distance to the whole.
  Cell judged(Cell cell) const {
    Totals sum;
    for (const Cell& part : parts(cell)) sum += part.whole;
    cell.error = sum.distance(cell.whole);
    return cell;
  }

  void push(Cell cell) {
    error_ += cell.error;
    cells_.push_back(cell);
    std::push_heap(cells_.begin(), cells_.end());
  }

  void start(const std::array<double, 2>& low, const std::array<double, 2>& high) {
    cells_.clear();
    error_ = 0;
    for (int i = 0; i < across; ++i)
      for (int j = 0; j < (d_ == 2 ? across : 1); ++j) {
        Cell cell;
        const auto edge = [&](std::size_t k, int n) { return low[k] + (high[k] - low[k]) * n / across; };
        cell.low = {edge(0, i), d_ == 2 ? edge(1, j) : 0}, cell.high = {edge(0, i + 1), d_ == 2 ? edge(1, j + 1) : 1};
        cell.whole = integral(cell);
        push(judged(cell));
      }
  }

  void split() {
    std::pop_heap(cells_.begin(), cells_.end());
    const Cell worst = cells_.back();
    cells_.pop_back();
    error_ = std::max(0.0, error_ - worst.error);
    for (Cell& part : parts(worst)) push(judged(part));
  }

  const PointDensity &p_, &q_;
  Integrand integrand_;
  std::size_t d_;
  std::vector<Cell> cells_;
  double error_ = 0;
};

/// D from samples of both sides, each counted by its share of (p + q)/2; the error is two standard errors.
inline Integrated by_samples(const PointDensity& p, const PointDensity& q, const FDivergence& f, ConstMatrix real,
                             ConstMatrix fake) {
  const Integrand integrand(f);
  double value = integrand.at_1(), variance = 0;
  for (const ConstMatrix side : {real, fake}) {
    double sum = 0, square = 0;
    for (std::int64_t i = 0; i < side.rows; ++i) {
      const std::vector<double> x(side.row(i).begin(), side.row(i).end());
      const double log_p = p.log_density(x, {}), log_q = q.log_density(x, {}), top = std::max(log_p, log_q);
      // The integrand is of degree one: divided by p + q, scaled so that neither underflows.
      const double term = integrand(log_p - top, log_q - top) / (std::exp(log_p - top) + std::exp(log_q - top));
      sum += term, square += term * term;
    }
    const auto n = static_cast<double>(side.rows);
    value += sum / n;
    variance += (square / n - sum / n * sum / n) / n;
  }
  return {value, 2 * std::sqrt(std::max(0.0, variance))};
}

}  // namespace ganzoo::metrics
