/// The step of layer norm and group norm: normalisation within each sample, scale and shift by channel.
#pragma once

#include <ganzoo/nn/layer.hpp>
#include <memory>

namespace ganzoo::nn {

/// Plans a layer whose parameters are "scale" and "shift", one number a channel. The channels of each pixel fall into
/// `groups` neighbourhoods of equal size; each sample's numbers in one are normalised together.
std::unique_ptr<Step> plan_group_norm(Planner&, const Use&, const Port& in, const Port& out, std::int64_t groups,
                                      double epsilon);

}  // namespace ganzoo::nn
