#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/divergence/estimate/jackknife.hpp>
#include <numeric>

namespace ganzoo {
namespace {

constexpr int groups = 20;
constexpr double student_quantile = 2.093024054408263;  // 97.5 %, 19 degrees of freedom

/// All rows but those of one group.
OwnedMatrix without(ConstMatrix x, int group) {
  const std::int64_t dropped = (x.rows - group + groups - 1) / groups;
  OwnedMatrix left(x.rows - dropped, x.columns);
  for (std::int64_t i = 0, at = 0; i < x.rows; ++i)
    if (i % groups != group) std::ranges::copy(x.row(i), left.view().row(at++).begin());
  return left;
}

}  // namespace

Jackknifed jackknife(ConstMatrix real, ConstMatrix fake,
                     const std::function<double(ConstMatrix, ConstMatrix)>& statistic) {
  std::array<double, groups> left;
  for (int g = 0; g < groups; ++g) left[static_cast<std::size_t>(g)] = statistic(without(real, g), without(fake, g));
  const double all = statistic(real, fake), mean = std::accumulate(left.begin(), left.end(), 0.0) / groups;
  double squares = 0;
  for (const double v : left) squares += (v - mean) * (v - mean);
  return {groups * all - (groups - 1) * mean, std::sqrt(squares * (groups - 1) / groups), student_quantile};
}

}  // namespace ganzoo
