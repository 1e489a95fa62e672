/// Distances between samples as their definitions read, in double and slowly: what the fast ones are held to.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/tensor.hpp>
#include <vector>

namespace naive {

using Point = std::vector<double>;
using Cloud = std::vector<Point>;
using Distance = std::function<double(const Cloud& real, const Cloud& fake)>;

inline Cloud cloud(ganzoo::ConstMatrix x) {
  Cloud points;
  for (std::int64_t i = 0; i < x.rows; ++i) points.emplace_back(x.row(i).begin(), x.row(i).end());
  return points;
}

inline double square_distance(const Point& a, const Point& b) {
  double sum = 0;
  for (std::size_t k = 0; k < a.size(); ++k) sum += (a[k] - b[k]) * (a[k] - b[k]);
  return sum;
}

/// Mean of rho(|a − b|²) over all pairs, or over those of two different indices.
inline double mean_pairs(const Cloud& a, const Cloud& b, const std::function<double(double)>& rho, bool others) {
  double sum = 0, count = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < b.size(); ++j)
      if (!others || i != j) sum += rho(square_distance(a[i], b[j])), count += 1;
  return sum / count;
}

inline Distance radial(std::function<double(double)> rho, bool unbiased) {
  return [=](const Cloud& x, const Cloud& y) {
    return 2 * mean_pairs(x, y, rho, false) - mean_pairs(x, x, rho, unbiased) - mean_pairs(y, y, rho, unbiased);
  };
}

/// OT_ε by plain alternation until the potentials stand still.
inline double entropic(const Cloud& x, const Cloud& y, double epsilon, int power) {
  const std::size_t n = x.size(), m = y.size();
  std::vector<double> f(n), g(m);
  const auto cost = [&](std::size_t i, std::size_t j) { return std::pow(square_distance(x[i], y[j]), 0.5 * power); };
  std::vector<double> c(n * m);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < m; ++j) c[i * m + j] = cost(i, j);
  const auto soft_minimum = [&](const std::vector<double>& other, auto cost_to) {
    double least = INFINITY, sum = 0;
    for (std::size_t j = 0; j < other.size(); ++j) least = std::min(least, cost_to(j) - other[j]);
    for (std::size_t j = 0; j < other.size(); ++j) sum += std::exp((least + other[j] - cost_to(j)) / epsilon);
    return least - epsilon * std::log(sum / static_cast<double>(other.size()));
  };
  double moved = 1;
  for (int k = 0; k < 20000 && moved > 1e-12; ++k) {
    moved = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double next = soft_minimum(g, [&](std::size_t j) { return c[i * m + j]; });
      moved = std::max(moved, std::abs(next - f[i]));
      f[i] = next;
    }
    for (std::size_t j = 0; j < m; ++j) g[j] = soft_minimum(f, [&](std::size_t i) { return c[i * m + j]; });
  }
  double value = 0;
  for (const double v : f) value += v / static_cast<double>(n);
  for (const double v : g) value += v / static_cast<double>(m);
  return value;
}

inline Distance sinkhorn(double epsilon, int power) {
  return [=](const Cloud& x, const Cloud& y) {
    return entropic(x, y, epsilon, power) - 0.5 * entropic(x, x, epsilon, power) - 0.5 * entropic(y, y, epsilon, power);
  };
}

/// Mean over the directions of W_pᵖ of equally many points, by sorting.
inline Distance sliced(int power, Cloud directions) {
  return [=](const Cloud& x, const Cloud& y) {
    double sum = 0;
    for (const Point& direction : directions) {
      const auto projected = [&](const Cloud& points) {
        std::vector<double> line;
        for (const Point& p : points) {
          line.push_back(0);
          for (std::size_t k = 0; k < p.size(); ++k) line.back() += p[k] * direction[k];
        }
        std::sort(line.begin(), line.end());
        return line;
      };
      const std::vector<double> a = projected(x), b = projected(y);
      for (std::size_t i = 0; i < a.size(); ++i) sum += std::pow(std::abs(a[i] - b[i]), power);
    }
    return sum / static_cast<double>(directions.size() * x.size());
  };
}

/// The gradient with respect to every coordinate of the fakes, by central differences.
inline std::vector<double> gradient(const Distance& distance, const Cloud& real, Cloud fake, double h = 1e-5) {
  std::vector<double> result;
  for (Point& point : fake)
    for (double& v : point) {
      const double before = v;
      v = before + h;
      const double up = distance(real, fake);
      v = before - h;
      const double down = distance(real, fake);
      v = before;
      result.push_back((up - down) / (2 * h));
    }
  return result;
}

}  // namespace naive
