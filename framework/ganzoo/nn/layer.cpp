#include <ganzoo/nn/layer.hpp>
#include <stdexcept>

namespace ganzoo::nn {

void Step::tangent() { throw std::logic_error("this layer has no tangent"); }
void Step::tangent_backward() { throw std::logic_error("this layer has no tangent"); }

}  // namespace ganzoo::nn
