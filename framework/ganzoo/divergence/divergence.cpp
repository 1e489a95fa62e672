#include <ganzoo/divergence/divergence.hpp>
#include <stdexcept>

namespace ganzoo {

Objective Divergence::distance(ConstMatrix, ConstMatrix, Matrix) {
  throw std::logic_error("this divergence works through a critic and has no distance between samples");
}

}  // namespace ganzoo
