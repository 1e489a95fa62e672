/// Cells of a sample: Lloyd's k-means, begun with points far from each other.
#pragma once

#include <ganzoo/ganzoo.hpp>

#include "points.hpp"

namespace ganzoo::metrics {

class Cells {
 public:
  /// At most as many as there are different points. k-means++ (Arthur & Vassilvitskii, SODA 2007), then Lloyd's
  /// iteration until nothing moves, at most 100 times. `poll` is called before each pass over the points.
  Cells(const Points& x, int count, const Rng& rng, const std::function<void()>& poll) {
    begin(x, count, rng, poll);
    std::vector<int> before;
    for (int i = 0; i < 100; ++i) {
      poll();
      const std::vector<int> cell = of(x);
      if (cell == before) return;
      move(x, cell);
      before = cell;
    }
  }

  int count() const { return static_cast<int>(centres_.rows()); }

  /// The nearest centre's number, of each row.
  std::vector<int> of(const Points& x) const {
    std::vector<int> cell(static_cast<std::size_t>(x.rows()));
    for (Eigen::Index i = 0; i < x.rows(); ++i)
      (centres_.rowwise() - x.row(i)).rowwise().squaredNorm().minCoeff(&cell[static_cast<std::size_t>(i)]);
    return cell;
  }

 private:
  /// Each next centre is a point drawn with a probability that grows with its squared distance to those before.
  void begin(const Points& x, int count, const Rng& rng, const std::function<void()>& poll) {
    centres_ = x.row(static_cast<Eigen::Index>(rng.below(0, static_cast<std::uint64_t>(x.rows()))));
    Eigen::ArrayXd squares = (x.rowwise() - centres_.row(0)).rowwise().squaredNorm();
    for (int k = 1; k < count && squares.sum() > 0; ++k) {
      poll();
      double left = rng.uniform(static_cast<std::uint64_t>(k)) * squares.sum();
      Eigen::Index chosen = 0;
      while (chosen + 1 < x.rows() && left >= squares(chosen)) left -= squares(chosen++);
      centres_.conservativeResize(k + 1, Eigen::NoChange);
      centres_.row(k) = x.row(chosen);
      squares = squares.min((x.rowwise() - x.row(chosen)).rowwise().squaredNorm().array());
    }
  }

  /// Each centre to the mean of its cell; that of an empty one stays.
  void move(const Points& x, const std::vector<int>& cell) {
    Points sums = Points::Zero(centres_.rows(), centres_.cols());
    Eigen::ArrayXd counts = Eigen::ArrayXd::Zero(centres_.rows());
    for (Eigen::Index i = 0; i < x.rows(); ++i) {
      sums.row(cell[static_cast<std::size_t>(i)]) += x.row(i);
      ++counts(cell[static_cast<std::size_t>(i)]);
    }
    for (Eigen::Index k = 0; k < centres_.rows(); ++k)
      if (counts(k) > 0) centres_.row(k) = sums.row(k) / counts(k);
  }

  Points centres_;
};

}  // namespace ganzoo::metrics
