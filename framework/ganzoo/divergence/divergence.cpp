#include <ganzoo/divergence/divergence.hpp>
#include <ganzoo/divergence/exact/exact.hpp>
#include <limits>
#include <stdexcept>

namespace ganzoo {

Objective Divergence::distance(ConstMatrix, ConstMatrix, Matrix, const Rng&) {
  throw std::logic_error("this divergence works through a critic and has no distance between samples");
}

Exact Divergence::exact_value(const Distribution& p, const Distribution& q) const {
  if (const FDivergence* f = mathematics()) return exact(*f, p, q);
  return {std::numeric_limits<double>::quiet_NaN(), 0,
          traits().needs_critic ? "it has no value without a trained critic"
                                : "it is a distance between samples, and no formula for distributions is known"};
}

double Divergence::estimate(ConstMatrix, ConstMatrix) const { return std::numeric_limits<double>::quiet_NaN(); }

}  // namespace ganzoo
