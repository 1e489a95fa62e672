#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/report/export/onnx.hpp>
#include <ganzoo/report/export/onnx_layers.hpp>
#include <limits>

namespace ganzoo::report {
namespace {

void declare(onnx::ValueInfoProto& info, const std::string& name, const Shape& shape) {
  info.set_name(name);
  onnx::TypeProto::Tensor& tensor = *info.mutable_type()->mutable_tensor_type();
  tensor.set_elem_type(onnx::TensorProto::FLOAT);
  tensor.mutable_shape()->add_dim()->set_dim_param("batch");
  for (const std::int64_t n : shape.dims) tensor.mutable_shape()->add_dim()->set_dim_value(n);
}

void declare_labels(onnx::ValueInfoProto& info) {
  info.set_name("labels");
  onnx::TypeProto::Tensor& tensor = *info.mutable_type()->mutable_tensor_type();
  tensor.set_elem_type(onnx::TensorProto::INT64);
  tensor.mutable_shape()->add_dim()->set_dim_param("batch");
}

void head(onnx::ModelProto& model, const std::map<std::string, std::string>& facts) {
  model.set_ir_version(7);  // the one that came with opset 13
  model.set_producer_name("ganzoo");
  onnx::OperatorSetIdProto& operators = *model.add_opset_import();
  operators.set_domain("");
  operators.set_version(13);
  for (const auto& [key, value] : facts) {
    onnx::StringStringEntryProto& entry = *model.add_metadata_props();
    entry.set_key(key);
    entry.set_value(value);
  }
}

std::string bytes_of(const onnx::ModelProto& model) {
  std::string bytes;
  if (model.ByteSizeLong() > std::numeric_limits<int>::max() || !model.SerializeToString(&bytes))
    throw Error(Exit::usage,
                fmt::format("generator: its model has {} bytes, but must have at most 2³¹ − 1, as protobuf has it",
                            model.ByteSizeLong()));
  return bytes;
}

}  // namespace

std::string onnx_model(const nn::LayerPtr& generator, const nn::Parameters& parameters, const Shape& noise,
                       const std::map<std::string, std::string>& facts) {
  onnx::ModelProto model;
  head(model, facts);
  onnx::GraphProto& proto = *model.mutable_graph();
  proto.set_name("generator");
  declare(*proto.add_input(), "noise", noise);
  const nn::LayerPtr whole = nn::sequential({generator});  // as nn::Network has it, and its parameters' names
  if (whole->classes() > 0) declare_labels(*proto.add_input());
  ModelGraph graph(proto);
  const GraphValue out = graph.channels_last(write_layer(graph, parameters, *whole, {"noise", noise}, "labels"), "");
  onnx::NodeProto& end = *proto.add_node();
  end.set_op_type("Identity");
  end.set_name("samples");
  end.add_input(out.name);
  end.add_output("samples");
  declare(*proto.add_output(), "samples", out.shape);
  return bytes_of(model);
}

}  // namespace ganzoo::report
