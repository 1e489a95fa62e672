/// A network's layers as nodes of ONNX, its parameters as their constants.
#pragma once

#include <ganzoo/nn/layer.hpp>
#include <ganzoo/nn/parameters.hpp>
#include <ganzoo/report/export/model_graph.hpp>

namespace ganzoo::report {

/// Writes `layer` behind `in`; its parameters are named as nn::Network names them. `labels` is the value [batch] that
/// what takes a label looks its numbers up by. Throws ganzoo::Error (usage) for a layer
/// without a form in ONNX, or whose output depends on a batch's other samples.
GraphValue write_layer(ModelGraph& graph, const nn::Parameters& parameters, const nn::Layer& layer,
                       const GraphValue& in, const std::string& labels);

}  // namespace ganzoo::report
