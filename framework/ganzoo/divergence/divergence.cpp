#include <ganzoo/divergence/divergence.hpp>
#include <limits>
#include <stdexcept>

namespace ganzoo {

Objective Divergence::distance(ConstMatrix, ConstMatrix, Matrix, const Rng&) {
  throw std::logic_error("this divergence works through a critic and has no distance between samples");
}

double Divergence::estimate(ConstMatrix, ConstMatrix) const { return std::numeric_limits<double>::quiet_NaN(); }

}  // namespace ganzoo
