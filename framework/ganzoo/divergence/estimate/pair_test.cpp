#include <cmath>
#include <ganzoo/divergence/estimate/pair_test.hpp>
#include <ganzoo/divergence/estimate/pool.hpp>
#include <limits>

namespace ganzoo {
namespace {

using detail::Pool, detail::Rows;
using Poll = std::function<void()>;

/// A column for each labelling [N, 1 + permutations]: 1 for what it calls real. The first is the true one.
Eigen::MatrixXd labellings(const Pool& pool, int permutations, const Rng& rng, const Poll& poll) {
  const Eigen::Index all = pool.points.rows();
  Eigen::MatrixXd real = Eigen::MatrixXd::Zero(all, 1 + permutations);
  real.col(0) = pool.is_real;
  std::vector<std::int64_t> order(static_cast<std::size_t>(all));
  for (int b = 0; b < permutations; ++b) {
    poll();
    rng.child(static_cast<std::uint64_t>(b)).fill_permutation(order);
    for (Eigen::Index i = 0; i < pool.reals; ++i) real(order[static_cast<std::size_t>(i)], 1 + b) = 1;
  }
  return real;
}

/// Sums of ρ over pairs of different points, for each labelling.
struct PairSums {
  Eigen::ArrayXd real, fake, across;
};

/// The pairs are gone through once, in blocks of rows: memory grows with the number of points and not with that of
/// pairs.
PairSums pair_sums(const Rows& points, const Eigen::MatrixXd& is_real, const auto& rho, const Poll& poll) {
  constexpr Eigen::Index block = 128;
  const Eigen::Index all = points.rows();
  Eigen::VectorXd of_point(all);
  Eigen::ArrayXd real = Eigen::ArrayXd::Zero(is_real.cols());
  for (Eigen::Index first = 0; first < all; first += block) {
    poll();
    const Eigen::Index count = std::min(block, all - first);
    Eigen::MatrixXd pairs = rho(detail::squared_distances(points, first, count).array());
    for (Eigen::Index i = 0; i < count; ++i) pairs(first + i, i) = 0;
    of_point.segment(first, count) = pairs.colwise().sum().transpose();
    const Eigen::MatrixXd with_reals = pairs.transpose() * is_real;
    real += with_reals.cwiseProduct(is_real.middleRows(first, count)).colwise().sum().transpose().array();
  }
  const Eigen::ArrayXd of_reals = (is_real.transpose() * of_point).array();
  return {real, of_point.sum() - 2 * of_reals + real, of_reals - real};
}

/// `own`: pairs of a point with itself counted in means within a sample, n² of them, or not, n (n − 1).
Tested test(const Pool& pool, bool own, int permutations, const Rng& rng, const auto& rho, const Poll& poll) {
  const PairSums sums = pair_sums(pool.points, labellings(pool, permutations, rng, poll), rho, poll);
  const double n = static_cast<double>(pool.reals), m = static_cast<double>(pool.points.rows()) - n;
  const Eigen::ArrayXd across = sums.across * (2 / (n * m)), real = sums.real / (n * (own ? n : n - 1)),
                       fake = sums.fake / (m * (own ? m : m - 1));
  const Eigen::ArrayXd values = across - real - fake;
  if (!values.allFinite()) return {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  // Equal statistics differ by the order in which they were added up.
  const double rounding = 1e-12 * (std::abs(across(0)) + std::abs(real(0)) + std::abs(fake(0)));
  const auto as_large = static_cast<double>((values >= values(0) - rounding).count());
  return {values(0), as_large / static_cast<double>(values.size())};
}

}  // namespace

Tested energy_test(MatrixView<const double> real, MatrixView<const double> fake, int permutations, const Rng& rng,
                   const Poll& poll) {
  return test(
      Pool(real, fake), true, permutations, rng, [](const auto& squares) { return squares.sqrt().matrix(); }, poll);
}

Tested mmd_test(MatrixView<const double> real, MatrixView<const double> fake, double bandwidth, int permutations,
                const Rng& rng, const Poll& poll) {
  const double scale = -1 / (2 * bandwidth * bandwidth);
  return test(
      Pool(real, fake), false, permutations, rng,
      [scale](const auto& squares) { return (-(squares * scale).exp()).matrix(); }, poll);
}

double median_distance(MatrixView<const double> real, MatrixView<const double> fake, const Rng& rng) {
  return detail::median_distance(Pool(real, fake).points, rng);
}

}  // namespace ganzoo
