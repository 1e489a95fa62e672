/// Penalised logistic regression by Newton's method. Private: it includes Eigen.
#pragma once

#include <ganzoo/divergence/estimate/pool.hpp>

namespace ganzoo::detail {

/// The weights w that minimise Σ softplus(∓ f·w) + ½ penalty |w|², the first weight free; `real` is 1 or 0 for each row
/// of features [n, k]. `start` may be empty. The minimum is one, whatever the start.
Eigen::VectorXd logistic_weights(const Rows& features, const Eigen::VectorXd& real, double penalty,
                                 const Eigen::VectorXd& start);

/// Mean of softplus(∓ v): what a held-out choice is made by.
double logistic_loss(const Eigen::VectorXd& v, const Eigen::VectorXd& real);

}  // namespace ganzoo::detail
