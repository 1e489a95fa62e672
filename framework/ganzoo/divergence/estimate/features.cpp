#include <cmath>
#include <ganzoo/divergence/estimate/features.hpp>
#include <numbers>

namespace ganzoo::detail {

std::string_view name_of(Form form) {
  return form == Form::linear ? "linear" : form == Form::quadratic ? "quadratic" : "Fourier";
}

Features::Features(const Rows& points, const Rng& rng)
    : mean_(points.colwise().mean()), directions_(points.cols(), waves), phases_(waves) {
  scale_ = (points.rowwise() - mean_).cwiseAbs2().colwise().mean().cwiseSqrt();
  scale_ = (scale_.array() > 0).select(scale_.cwiseInverse(), 0.0);
  const double width = std::max(median_distance(standardised(points), rng.child(2)), 1e-6);  // 0: nearly all are equal
  const Rng directions = rng.child(0), phases = rng.child(1);
  for (Eigen::Index i = 0; i < directions_.size(); ++i)
    directions_.data()[i] = directions.normal(static_cast<std::uint64_t>(i)) / width;
  for (Eigen::Index i = 0; i < waves; ++i)
    phases_(i) = 2 * std::numbers::pi * phases.uniform(static_cast<std::uint64_t>(i));
}

Rows Features::standardised(const Rows& points) const {
  return (points.rowwise() - mean_).array().rowwise() * scale_.array();
}

bool Features::affords(Form form) const {
  const Eigen::Index d = mean_.size();
  if (form == Form::linear) return d <= most_linear;
  return form == Form::fourier || 1 + d + d * (d + 1) / 2 <= most_quadratic;
}

Rows Features::operator()(Form form, const Rows& points) const {
  const Rows z = standardised(points);
  const Eigen::Index n = z.rows(), d = z.cols(), linear = affords(Form::linear) ? d : 0;
  const Eigen::Index more = form == Form::quadratic ? d * (d + 1) / 2 : form == Form::fourier ? waves : 0;
  Rows all(n, 1 + linear + more);
  all.col(0).setOnes();
  all.middleCols(1, linear) = z.leftCols(linear);
  if (form == Form::fourier)
    all.rightCols(waves) =
        (((z * directions_).rowwise() + phases_).array().cos() * std::sqrt(2.0 / static_cast<double>(waves))).matrix();
  if (form == Form::quadratic)
    for (Eigen::Index i = 0, at = 1 + linear; i < d; ++i)
      for (Eigen::Index j = i; j < d; ++j, ++at) all.col(at) = z.col(i).cwiseProduct(z.col(j));
  return all;
}

}  // namespace ganzoo::detail
