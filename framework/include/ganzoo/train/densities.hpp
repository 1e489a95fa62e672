/// The densities of data and of what a generator makes, at any point, where they are known.
#pragma once

#include <ganzoo/divergence/point_density.hpp>
#include <ganzoo/train/data.hpp>
#include <ganzoo/train/generator.hpp>

namespace ganzoo {

/// What data derives from beside Data where it knows its density and that is no mixture on the line.
class GANZOO_API DenseData {
 public:
  virtual ~DenseData();
  virtual PointDensityPtr point_density() const = 0;
};

/// Likewise for generators: the density at these parameters; null where there is none (collapsed to a point).
class GANZOO_API DenseGenerator {
 public:
  virtual ~DenseGenerator();
  virtual PointDensityPtr point_density(const Shape& sample, const nn::Parameters&) const = 0;
};

/// What a generator derives from that can be fitted by maximum likelihood, too.
class GANZOO_API LikelihoodGenerator {
 public:
  virtual ~LikelihoodGenerator();
  /// The mean log density of the rows of x at these parameters, −∞ where one of them has none. `gradient`, as long as
  /// parameters.numbers() and laid out as they are, receives its derivatives.
  virtual double log_likelihood(const nn::Parameters&, ConstMatrix x, std::span<double> gradient) const = 0;
};

/// Null where it is not known.
GANZOO_API PointDensityPtr density_of(const Data&);
GANZOO_API PointDensityPtr density_of(const Generator&, const Shape& sample, const nn::Parameters&);

}  // namespace ganzoo
