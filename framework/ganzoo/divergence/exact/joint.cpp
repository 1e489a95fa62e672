#include <ganzoo/divergence/exact/joint.hpp>

namespace ganzoo {

Distribution Joint::of_x() const {
  std::vector<double> sums(rows());
  for (std::size_t k = 0; k < both.probabilities.size(); ++k) sums[k / columns] += both.probabilities[k];
  return Distribution::discrete(std::move(sums));
}

Distribution Joint::of_y() const {
  std::vector<double> sums(columns);
  for (std::size_t k = 0; k < both.probabilities.size(); ++k) sums[k % columns] += both.probabilities[k];
  return Distribution::discrete(std::move(sums));
}

Distribution Joint::product() const {
  std::vector<double> cells;
  const Distribution x = of_x(), y = of_y();
  for (const double p : x.probabilities)
    for (const double q : y.probabilities) cells.push_back(p * q);
  return Distribution::discrete(std::move(cells));
}

}  // namespace ganzoo
