/// A generator as a model of ONNX (opset 13), which onnxruntime and others run without this program.
#pragma once

#include <ganzoo/core/shape.hpp>
#include <ganzoo/nn/layer.hpp>
#include <map>
#include <string>

namespace ganzoo::report {

/// The bytes of an .onnx file. Input "noise" [batch, …], of a conditional generator "labels" [batch] too, output
/// "samples" [batch, …], images channels-last as `sample` writes them, in inference mode and single precision. `facts`
/// become the model's metadata. Throws ganzoo::Error (usage) of a layer that has no form there: one that mixes samples, or
/// an author's own.
std::string onnx_model(const nn::LayerPtr& generator, const nn::Parameters& parameters, const Shape& noise,
                       const std::map<std::string, std::string>& facts);

}  // namespace ganzoo::report
