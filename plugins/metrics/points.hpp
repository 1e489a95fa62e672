/// Samples as matrices of doubles, for metrics that compute with Eigen whatever precision they are given.
#pragma once

#include <algorithm>
#include <eigen3/Eigen/Core>
#include <ganzoo/ganzoo.hpp>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace ganzoo::metrics {

/// [n, d], one sample a row.
using Points = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

template <class T>
Points as_points(MatrixView<const T> x) {
  using Given = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  return Eigen::Map<const Given>(x.data, x.rows, x.columns).template cast<double>();
}

/// Rows in lexicographic order, so that what is drawn from them does not hang on the order in a file.
inline Points sorted(const Points& x) {
  std::vector<Eigen::Index> order(static_cast<std::size_t>(x.rows()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::ranges::sort(order, [&x](Eigen::Index a, Eigen::Index b) {
    const double *p = &x(a, 0), *q = &x(b, 0);
    return std::lexicographical_compare(p, p + x.cols(), q, q + x.cols());
  });
  return x(order, Eigen::all);
}

/// Both sides of an evaluation, `n` samples of each or as many as there are.
struct Sides {
  Points real, fake;

  Sides(const Evaluation& e, std::int64_t n)
      : real(e.real_doubles ? as_points(e.real_doubles(n)) : as_points(e.real(n))),
        fake(e.fake_doubles ? as_points(e.fake_doubles(n)) : as_points(e.fake(n))) {}

  Sides(Points r, Points f) : real(std::move(r)), fake(std::move(f)) {}

  ConstDoubles reals() const { return {real.data(), real.rows(), real.cols()}; }
  ConstDoubles fakes() const { return {fake.data(), fake.rows(), fake.cols()}; }
  bool finite() const { return real.allFinite() && fake.allFinite(); }
  std::int64_t fewest() const { return std::min(real.rows(), fake.rows()); }
  /// Differences from a sample of the data lose nothing where all samples lie far from 0.
  void move_origin() {
    const Eigen::RowVectorXd origin = real.row(0);
    real.rowwise() -= origin;
    fake.rowwise() -= origin;
  }
};

/// The rows of class c.
inline Points of_class(const Points& x, std::span<const Label> labels, Label c) {
  std::vector<Eigen::Index> rows;
  for (Eigen::Index i = 0; i < x.rows(); ++i)
    if (labels[static_cast<std::size_t>(i)] == c) rows.push_back(i);
  return x(rows, Eigen::all);
}

/// `add(sides)` for the samples of each class; false, and the rest is left, where a class has fewer than `least` of a side,
/// or a side no labels.
template <class Add>
bool each_class(const Sides& x, const Evaluation& e, std::int64_t least, const Add& add) {
  if (!e.data || !e.real_labels || !e.fake_labels) return false;
  const auto of_real = e.real_labels(x.real.rows()), of_fake = e.fake_labels(x.fake.rows());
  for (Label c = 0; c < e.data->classes(); ++c) {
    e.poll();
    const Sides within(of_class(x.real, of_real, c), of_class(x.fake, of_fake, c));
    if (within.fewest() < least) return false;
    add(within);
  }
  return true;
}

inline void all_nan(std::span<double> values) { std::ranges::fill(values, std::numeric_limits<double>::quiet_NaN()); }

}  // namespace ganzoo::metrics
