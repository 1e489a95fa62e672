#include <ganzoo/divergence/estimate/pool.hpp>

namespace ganzoo::detail {
namespace {

/// From the differences themselves: exact to rounding, and fastest in few dimensions.
Eigen::MatrixXd by_differences(const Rows& points, Eigen::Index first, Eigen::Index count) {
  Eigen::MatrixXd squares(points.rows(), count);
  for (Eigen::Index i = 0; i < count; ++i)
    squares.col(i) = (points.rowwise() - points.row(first + i)).rowwise().squaredNorm();
  return squares;
}

/// |x|² + |y|² − 2 x·y, by a matrix product; from the differences where that cancels.
Eigen::MatrixXd by_products(const Rows& points, Eigen::Index first, Eigen::Index count) {
  constexpr double cancels = 1e-4;  // of 16 digits 12 are left
  const Eigen::VectorXd norms = points.rowwise().squaredNorm();
  Eigen::MatrixXd squares = -2 * (points * points.middleRows(first, count).transpose());
  squares.colwise() += norms;
  squares.rowwise() += norms.segment(first, count).transpose();
  for (Eigen::Index i = 0; i < count; ++i)
    for (Eigen::Index j = 0; j < points.rows(); ++j)
      if (squares(j, i) < cancels * (norms(j) + norms(first + i)))
        squares(j, i) = (points.row(j) - points.row(first + i)).squaredNorm();
  return squares;
}

}  // namespace

Eigen::MatrixXd squared_distances(const Rows& points, Eigen::Index first, Eigen::Index count) {
  constexpr Eigen::Index few_dimensions = 16;
  return points.cols() <= few_dimensions ? by_differences(points, first, count) : by_products(points, first, count);
}

}  // namespace ganzoo::detail
