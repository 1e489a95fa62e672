/// The layer between the projections and the output of attention: every position's mean over all positions.
#pragma once

#include <ganzoo/nn/layer.hpp>

namespace ganzoo::nn {

/// From images [height, width, keys + keys + channels], the channels of each position being (f, g, h), to
/// [height, width, channels]: o_j = Σ_i β_ji h_i, β_j = softmax over the positions i of f_i·g_j.
GANZOO_API LayerPtr attend(int keys);

}  // namespace ganzoo::nn
