/// Penalised logistic regression by Newton's method. Private: it includes Eigen.
#pragma once

#include <functional>
#include <ganzoo/divergence/estimate/pool.hpp>

namespace ganzoo::detail {

/// The weights w that minimise Σ softplus(∓ f·w) + ½ Σ penaltyⱼ wⱼ²; `real` is 1 or 0 for each row of features [n, k].
/// `start` may be empty: the minimum is one. `poll` is called before each step, and may throw.
Eigen::VectorXd logistic_weights(const Rows& features, const Eigen::VectorXd& real, const Eigen::ArrayXd& penalties,
                                 const Eigen::VectorXd& start, const std::function<void()>& poll);

/// softplus(∓ v) of each.
Eigen::VectorXd logistic_losses(const Eigen::VectorXd& v, const Eigen::VectorXd& real);

}  // namespace ganzoo::detail
