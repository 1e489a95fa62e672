#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/report/export/model_graph.hpp>

namespace ganzoo::report {
namespace {

onnx::AttributeProto& attribute(onnx::NodeProto& node, const std::string& name,
                                onnx::AttributeProto::AttributeType type) {
  onnx::AttributeProto& added = *node.add_attribute();
  added.set_name(name);
  added.set_type(type);
  return added;
}

void set(onnx::NodeProto& node, const NodeAttributes& attributes) {
  using Proto = onnx::AttributeProto;
  for (const auto& [name, list] : attributes.lists) {
    Proto& added = attribute(node, name, Proto::INTS);
    for (const std::int64_t value : list) added.add_ints(value);
  }
  for (const auto& [name, value] : attributes.integers) attribute(node, name, Proto::INT).set_i(value);
  for (const auto& [name, value] : attributes.floats) attribute(node, name, Proto::FLOAT).set_f(value);
  for (const auto& [name, text] : attributes.texts) attribute(node, name, Proto::STRING).set_s(text);
}

}  // namespace

std::string ModelGraph::node(const std::string& op, const std::vector<std::string>& inputs, const std::string& scope,
                             const NodeAttributes& attributes) {
  onnx::NodeProto& node = *graph_.add_node();
  node.set_op_type(op);
  node.set_name(unique(scope.empty() ? op : scope + "/" + op));
  for (const std::string& input : inputs) node.add_input(input);
  node.add_output(node.name() + ":0");
  set(node, attributes);
  return node.output(0);
}

std::string ModelGraph::constant(const std::string& name, const std::vector<std::int64_t>& dims,
                                 std::span<const float> values) {
  onnx::TensorProto& tensor = *graph_.add_initializer();
  tensor.set_name(unique(name));
  tensor.set_data_type(onnx::TensorProto::FLOAT);
  for (const std::int64_t n : dims) tensor.add_dims(n);
  tensor.mutable_float_data()->Add(values.begin(), values.end());
  return tensor.name();
}

std::string ModelGraph::constant(const std::string& name, const std::vector<std::int64_t>& values) {
  onnx::TensorProto& tensor = *graph_.add_initializer();
  tensor.set_name(unique(name));
  tensor.set_data_type(onnx::TensorProto::INT64);
  tensor.add_dims(static_cast<std::int64_t>(values.size()));
  tensor.mutable_int64_data()->Add(values.begin(), values.end());
  return tensor.name();
}

GraphValue ModelGraph::channels_first(const GraphValue& value, const std::string& scope) {
  if (value.channels_first) return value;
  if (value.shape.rank() != 3)
    throw Error(Exit::usage,
                fmt::format("generator: {}: its input is {}, but must be an image [height, width, channels]", scope,
                            to_string(value.shape)));
  return {node("Transpose", {value.name}, scope, {.lists = {{"perm", {0, 3, 1, 2}}}}), value.shape, true};
}

GraphValue ModelGraph::channels_last(const GraphValue& value, const std::string& scope) {
  if (!value.channels_first) return value;
  return {node("Transpose", {value.name}, scope, {.lists = {{"perm", {0, 2, 3, 1}}}}), value.shape};
}

std::string ModelGraph::unique(const std::string& name) {
  const int before = used_[name]++;
  return before == 0 ? name : unique(fmt::format("{}_{}", name, before));
}

}  // namespace ganzoo::report
