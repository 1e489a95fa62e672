/// Feature maps for a log ratio that is linear in its weights. Private: it includes Eigen.
#pragma once

#include <cstdint>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/divergence/estimate/pool.hpp>
#include <string_view>

namespace ganzoo::detail {

enum class Form : std::uint8_t {
  linear,     ///< 1, x
  quadratic,  ///< and all products xᵢxⱼ: holds the log ratio of any two Gaussians
  fourier,  ///< 1, x and cos(w·x + b), w of a Gaussian kernel's spectrum (Rahimi & Recht, NeurIPS 2007): any smooth one
};

std::string_view name_of(Form);

/// Coordinates standardised by the points that it is made from, then their features.
class Features {
 public:
  /// The width of the Gaussian kernel is the median distance of the standardised points.
  Features(const Rows& points, const Rng&);

  Rows operator()(Form, const Rows& points) const;
  /// 0 of the constant, 1 of the linear ones, `rest` of the others.
  Eigen::ArrayXd penalties(Form, double rest) const;
  /// False where there would be too many of them to fit to so many points: more than one for ten, or 300.
  bool affords(Form, Eigen::Index points) const;

 private:
  static constexpr Eigen::Index waves = 128, most_smooth = 300, points_each = 10;

  Eigen::Index count(Form) const;
  Rows standardised(const Rows& points) const;

  Eigen::RowVectorXd mean_, scale_;
  Eigen::MatrixXd directions_;  ///< [d, waves]
  Eigen::RowVectorXd phases_;
};

}  // namespace ganzoo::detail
