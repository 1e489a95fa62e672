/// A density at points of any dimension, with its slope: what an oracle critic and the gap to it are made of.
#pragma once

#include <cstdint>
#include <ganzoo/core/api.hpp>
#include <ganzoo/divergence/distribution.hpp>
#include <memory>
#include <span>
#include <vector>

namespace ganzoo {

class GANZOO_API PointDensity {
 public:
  virtual ~PointDensity();

  virtual std::int64_t dimensions() const = 0;
  /// log p(x), −∞ where p is 0; `slope` receives ∇ log p there (0 where p is 0) unless it is empty. Both of dimensions()
  /// numbers.
  virtual double log_density(std::span<const double> x, std::span<double> slope) const = 0;
};

using PointDensityPtr = std::shared_ptr<const PointDensity>;

/// One Gaussian of a mixture, its coordinates independent; mean and std hold a number for each.
struct Bell {
  double weight;
  std::vector<double> mean, std;
};
/// Σ weight · N(mean, diag std²); weights sum to 1.
GANZOO_API PointDensityPtr point_density(std::vector<Bell> mixture);
/// Of a mixture on the line; null for a discrete distribution.
GANZOO_API PointDensityPtr point_density(const Distribution& line);

}  // namespace ganzoo
