#include <cmath>
#include <eigen3/Eigen/Cholesky>
#include <ganzoo/divergence/estimate/logistic.hpp>

namespace ganzoo::detail {
namespace {

Eigen::ArrayXd softplus(const Eigen::ArrayXd& v) { return v.max(0) + (-v.abs()).exp().log1p(); }

/// −log likelihood and penalty.
double cost(const Eigen::VectorXd& v, const Eigen::VectorXd& real, const Eigen::VectorXd& weights,
            const Eigen::ArrayXd& penalties) {
  return logistic_losses(v, real).sum() + (penalties * weights.array().square()).sum() / 2;
}

/// −H⁻¹ g.
Eigen::VectorXd newton_step(const Rows& features, const Eigen::VectorXd& v, const Eigen::VectorXd& real,
                            const Eigen::VectorXd& weights, const Eigen::ArrayXd& penalties) {
  const Eigen::ArrayXd p = 1 / (1 + (-v.array()).exp());
  Eigen::VectorXd gradient = features.transpose() * (p.matrix() - real);
  gradient.array() += penalties * weights.array();
  const Rows weighted = features.array().colwise() * (p * (1 - p)).sqrt();
  Eigen::MatrixXd hessian = Eigen::MatrixXd::Zero(weights.size(), weights.size());
  hessian.selfadjointView<Eigen::Lower>().rankUpdate(weighted.transpose());
  hessian.diagonal().array() += penalties + 1e-9;  // were all points of one side, the first would have no slope
  return -hessian.selfadjointView<Eigen::Lower>().llt().solve(gradient);
}

}  // namespace

Eigen::VectorXd logistic_losses(const Eigen::VectorXd& v, const Eigen::VectorXd& real) {
  return softplus((1 - 2 * real.array()) * v.array());
}

Eigen::VectorXd logistic_weights(const Rows& features, const Eigen::VectorXd& real, const Eigen::ArrayXd& penalties,
                                 const Eigen::VectorXd& start, const std::function<void()>& poll) {
  constexpr int most_steps = 100, most_halvings = 30;
  Eigen::VectorXd weights = start.size() > 0 ? start : Eigen::VectorXd::Zero(features.cols());
  Eigen::VectorXd v = features * weights;
  double least = cost(v, real, weights, penalties);
  for (int i = 0; i < most_steps; ++i) {
    poll();
    Eigen::VectorXd step = newton_step(features, v, real, weights, penalties);
    double next = HUGE_VAL;
    for (int halving = 0; halving < most_halvings; ++halving, step /= 2)
      if (next = cost(v + features * step, real, weights + step, penalties); next <= least) break;
    if (!(next <= least)) break;  // rounding is all that is left
    weights += step;
    v = features * weights;
    const double gain = least - next;
    least = next;
    if (gain <= 1e-10 * (1 + std::abs(least))) break;
  }
  return weights;
}

}  // namespace ganzoo::detail
