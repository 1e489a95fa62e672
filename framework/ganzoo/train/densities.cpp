#include <ganzoo/train/densities.hpp>

namespace ganzoo {
namespace {

PointDensityPtr of(const std::optional<Distribution>& line) { return line ? point_density(*line) : nullptr; }

}  // namespace

DenseData::~DenseData() = default;
DenseGenerator::~DenseGenerator() = default;
LikelihoodGenerator::~LikelihoodGenerator() = default;

PointDensityPtr density_of(const Data& data) {
  if (const auto* dense = dynamic_cast<const DenseData*>(&data)) return dense->point_density();
  return of(data.density());
}

PointDensityPtr density_of(const Generator& generator, const Shape& sample, const nn::Parameters& parameters) {
  if (const auto* dense = dynamic_cast<const DenseGenerator*>(&generator))
    return dense->point_density(sample, parameters);
  return of(generator.density(parameters));
}

}  // namespace ganzoo
