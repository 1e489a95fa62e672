/// Two samples as one, whose order tells nothing of who is who. Private: it includes Eigen.
#pragma once

#include <algorithm>
#include <eigen3/Eigen/Core>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/core/tensor.hpp>
#include <numeric>
#include <vector>

namespace ganzoo::detail {

using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

inline Eigen::Map<const Rows> map(MatrixView<const double> x) { return {x.data, x.rows, x.columns}; }

/// Lexicographic order of rows; equal ones keep theirs.
inline std::vector<Eigen::Index> lexicographic_order(const Rows& x) {
  std::vector<Eigen::Index> order(static_cast<std::size_t>(x.rows()));
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::ranges::stable_sort(order, [&x](Eigen::Index a, Eigen::Index b) {
    const double *p = &x(a, 0), *q = &x(b, 0);
    return std::lexicographical_compare(p, p + x.cols(), q, q + x.cols());
  });
  return order;
}

struct Pool {
  Rows points;                      ///< [n + m, d], in lexicographic order, less `origin`
  std::vector<Eigen::Index> order;  ///< of each, which one of the samples it is: reals first
  Eigen::RowVectorXd origin;        ///< one of them: differences from it lose nothing where all lie far from 0
  Eigen::VectorXd is_real;          ///< 1 or 0
  Eigen::Index reals;               ///< n

  Pool(MatrixView<const double> real, MatrixView<const double> fake) : reals(real.rows) {
    Rows all(real.rows + fake.rows, real.columns);
    all << map(real), map(fake);
    order = lexicographic_order(all);
    points = all(order, Eigen::all);
    origin = points.row(points.rows() / 2);
    points.rowwise() -= origin;
    is_real.resize(points.rows());
    for (Eigen::Index i = 0; i < points.rows(); ++i) is_real(i) = order[static_cast<std::size_t>(i)] < reals;
  }
};

/// |xᵢ − xⱼ|² [N, count] of all points and of those from `first` on.
Eigen::MatrixXd squared_distances(const Rows& points, Eigen::Index first, Eigen::Index count);

/// The median of |xᵢ − xⱼ| over pairs of rows, or over those of 2000 of them at random.
double median_distance(const Rows&, const Rng&);

}  // namespace ganzoo::detail
