/// Wasserstein-1 distances between equally weighted samples, exact on the line.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <ganzoo/divergence/sliced.hpp>
#include <ganzoo/ganzoo.hpp>
#include <ganzoo/nn/row_products.hpp>
#include <span>
#include <vector>

namespace ganzoo::metrics {

namespace detail {

/// Of n and m numbers in ascending order, x(rank) and y(rank).
template <class X, class Y>
double coupled(std::size_t n, const X& x, std::size_t m, const Y& y) {
  // In units of 1/(n·m) each x carries mass m, each y mass n: the coupling is exact in integers.
  std::size_t i = 0, j = 0, of_x = m, of_y = n;
  double sum = 0;
  while (i < n && j < m) {
    const std::size_t moved = std::min(of_x, of_y);
    sum += static_cast<double>(moved) * std::abs(double{x(i)} - double{y(j)});
    of_x -= moved;
    of_y -= moved;
    if (of_x == 0) ++i, of_x = m;
    if (of_y == 0) ++j, of_y = n;
  }
  return sum / (static_cast<double>(n) * static_cast<double>(m));
}

}  // namespace detail

/// W1 = ∫₀¹ |F⁻¹(q) − G⁻¹(q)| dq of two samples on the line, in any order. Their sizes may differ.
inline double wasserstein_1d(std::span<const float> x, std::span<const float> y) {
  SortedLine xs, ys;
  xs.set(x);
  ys.set(y);
  const auto number = [](const SortedLine& of) { return [&of](std::size_t rank) { return of.value(rank); }; };
  return detail::coupled(x.size(), number(xs), y.size(), number(ys));
}
/// Sorts both.
inline double wasserstein_1d(std::span<double> x, std::span<double> y) {
  std::sort(x.begin(), x.end());
  std::sort(y.begin(), y.end());
  const auto number = [](std::span<double> of) { return [of](std::size_t rank) { return of[rank]; }; };
  return detail::coupled(x.size(), number(x), y.size(), number(y));
}

/// The mean over the rows of `directions` [k, d] of W1 between the projections of x [n, d] and y [m, d]. `poll` is called
/// before each direction.
inline double sliced_wasserstein(
    ConstMatrix x, ConstMatrix y, ConstMatrix directions, const std::function<void()>& poll = [] {}) {
  const OwnedMatrix px(directions.rows, x.rows), py(directions.rows, y.rows);
  nn::row_products(directions, x, px);
  nn::row_products(directions, y, py);
  double sum = 0;
  for (std::int64_t k = 0; k < directions.rows; ++k) {
    poll();
    sum += wasserstein_1d(px.view().row(k), py.view().row(k));
  }
  return sum / static_cast<double>(directions.rows);
}

/// out[k][i] = directions[k] · x[i], [k, n], in double precision throughout.
inline std::vector<std::vector<double>> projections(ConstMatrix directions, ConstDoubles x) {
  const auto k = static_cast<std::size_t>(directions.rows);
  std::vector<double> across(k * static_cast<std::size_t>(x.columns)), sums(k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::int64_t j = 0; j < x.columns; ++j)
      across[static_cast<std::size_t>(j) * k + i] = directions(static_cast<std::int64_t>(i), j);
  std::vector<std::vector<double>> out(k, std::vector<double>(static_cast<std::size_t>(x.rows)));
  for (std::int64_t row = 0; row < x.rows; ++row) {
    std::fill(sums.begin(), sums.end(), 0.0);
    for (std::int64_t j = 0; j < x.columns; ++j)
      for (std::size_t i = 0; i < k; ++i) sums[i] += across[static_cast<std::size_t>(j) * k + i] * x(row, j);
    for (std::size_t i = 0; i < k; ++i) out[i][static_cast<std::size_t>(row)] = sums[i];
  }
  return out;
}

/// The same in double precision.
inline double sliced_wasserstein(
    ConstDoubles x, ConstDoubles y, ConstMatrix directions, const std::function<void()>& poll = [] {}) {
  std::vector<std::vector<double>> px = projections(directions, x), py = projections(directions, y);
  double sum = 0;
  for (std::size_t k = 0; k < px.size(); ++k) {
    poll();
    sum += wasserstein_1d(std::span(px[k]), std::span(py[k]));
  }
  return sum / static_cast<double>(directions.rows);
}

/// Directions uniform on the unit sphere, [count, d]: a function of the seed alone.
inline OwnedMatrix random_directions(std::int64_t count, std::int64_t d, std::uint64_t seed) {
  OwnedMatrix directions(count, d);
  Rng(seed, Purpose::projection).fill_normal(directions.view().flat(), 0, 1);
  for (std::int64_t k = 0; k < count; ++k) {
    double square = 0;
    for (const float v : directions.view().row(k)) square += double{v} * v;
    for (float& v : directions.view().row(k)) v = static_cast<float>(v / std::sqrt(square));
  }
  return directions;
}

/// False where a number is NaN or infinite: such samples have no distance.
template <class T>
bool all_finite(MatrixView<const T> x) {
  return std::all_of(x.data, x.data + x.size(), [](T v) { return std::isfinite(v); });
}

}  // namespace ganzoo::metrics
