/// A graph of ONNX under construction: nodes and constants get names of their own, a value knows its shape and layout.
#pragma once

#include <onnx/onnx_pb.h>
#include <ganzoo/core/shape.hpp>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace ganzoo::report {

/// What flows between nodes: [batch, …]. Images lie channels-last, as everywhere here, until a node wants them as ONNX
/// has them, channels first.
struct GraphValue {
  std::string name;
  Shape shape;  ///< of one sample, channels last
  bool channels_first = false;
};

/// Attributes of a node, by their ONNX names.
struct NodeAttributes {
  std::map<std::string, std::vector<std::int64_t>> lists = {};
  std::map<std::string, std::int64_t> integers = {};
  std::map<std::string, float> floats = {};
  std::map<std::string, std::string> texts = {};
};

class ModelGraph {
 public:
  explicit ModelGraph(onnx::GraphProto& graph) : graph_(graph) {}

  /// Adds a node; returns its output's name.
  std::string node(const std::string& op, const std::vector<std::string>& inputs, const std::string& scope,
                   const NodeAttributes& attributes = {});
  std::string constant(const std::string& name, const std::vector<std::int64_t>& dims, std::span<const float> values);
  std::string constant(const std::string& name, const std::vector<std::int64_t>& values);

  /// The value in that layout, by a Transpose where it lies otherwise. Throws ganzoo::Error (usage) where it is no image.
  GraphValue channels_first(const GraphValue& value, const std::string& scope);
  GraphValue channels_last(const GraphValue& value, const std::string& scope);

 private:
  std::string unique(const std::string& name);

  onnx::GraphProto& graph_;
  std::map<std::string, int> used_;
};

}  // namespace ganzoo::report
