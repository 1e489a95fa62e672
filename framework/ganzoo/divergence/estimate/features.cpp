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

Eigen::Index Features::count(Form form) const {
  const Eigen::Index d = mean_.size(), linear = 1 + d <= most_smooth ? d : 0;
  return 1 + linear + (form == Form::quadratic ? d * (d + 1) / 2 : form == Form::fourier ? waves : 0);
}

Eigen::ArrayXd Features::penalties(Form form, double rest) const {
  Eigen::ArrayXd all = Eigen::ArrayXd::Constant(count(form), rest);
  all.head(count(Form::linear)) = 1;
  all(0) = 0;
  return all;
}

bool Features::affords(Form form, Eigen::Index points) const {
  const Eigen::Index wanted = count(form);
  return wanted > 1 && wanted <= most_smooth && wanted * points_each <= points;
}

Rows Features::operator()(Form form, const Rows& points) const {
  const Rows z = standardised(points);
  const Eigen::Index d = z.cols(), linear = count(Form::linear) - 1;
  Rows all(z.rows(), count(form));
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
