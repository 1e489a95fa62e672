/// The layer of one learned number γ, which multiplies all: what lets a branch of a network fade in from 0.
#pragma once

#include <ganzoo/nn/layer.hpp>

namespace ganzoo::nn {

/// y = γ·x, γ starting at `gamma`.
GANZOO_API LayerPtr gain(double gamma);

}  // namespace ganzoo::nn
