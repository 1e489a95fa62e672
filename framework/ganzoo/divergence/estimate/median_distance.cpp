#include <cmath>
#include <ganzoo/divergence/estimate/pool.hpp>

namespace ganzoo::detail {
namespace {

Rows some(const Rows& points, Eigen::Index most, const Rng& rng) {
  if (points.rows() <= most) return points;
  std::vector<std::int64_t> order(static_cast<std::size_t>(points.rows()));
  rng.fill_permutation(order);
  order.resize(static_cast<std::size_t>(most));
  return points(order, Eigen::all);
}

double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return values.size() % 2 == 1 ? *middle : (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace

double median_distance(const Rows& all, const Rng& rng) {
  constexpr Eigen::Index most = 2000;
  const Rows points = some(all, most, rng);
  std::vector<double> distances;
  distances.reserve(static_cast<std::size_t>(points.rows() * (points.rows() - 1) / 2));
  for (Eigen::Index i = 1; i < points.rows(); ++i)
    for (const double distance : (points.topRows(i).rowwise() - points.row(i)).rowwise().norm().eval())
      distances.push_back(distance);
  return median(distances);
}

}  // namespace ganzoo::detail
