#include <fmt/format.h>

#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/nn/composite.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/report/export/onnx_layers.hpp>

namespace ganzoo::report {
namespace {

using Dims = std::vector<std::int64_t>;
namespace op = nn::operations;

/// A layer in the network: its input, what its parameters are declared in, and what its weight is divided by.
struct Place {
  const nn::Layer& layer;
  GraphValue in;
  std::string scope;
  double divisor = 1;
};

struct Numbers {
  Dims dims;
  std::vector<float> values;
};

std::string join(const std::string& scope, const std::string& name) {
  return scope.empty() ? name : scope + "/" + name;
}

Dims with_batch(const Shape& shape) {
  Dims dims{0};  // in ONNX's Reshape: as in the input
  dims.insert(dims.end(), shape.dims.begin(), shape.dims.end());
  return dims;
}

/// [a, height, width, b] → [a, b, height, width]: the order of both of ONNX's convolutions.
Numbers channels_before_window(const Numbers& weight) {
  const std::int64_t a = weight.dims[0], window = weight.dims[1] * weight.dims[2], b = weight.dims[3];
  Numbers moved{{a, b, weight.dims[1], weight.dims[2]}, std::vector<float>(weight.values.size())};
  for (std::int64_t i = 0; i < a; ++i)
    for (std::int64_t w = 0; w < window; ++w)
      for (std::int64_t j = 0; j < b; ++j)
        moved.values[static_cast<std::size_t>((i * b + j) * window + w)] =
            weight.values[static_cast<std::size_t>((i * window + w) * b + j)];
  return moved;
}

/// σ = |Wᵀu|/|u|, W as a matrix with u.size() rows.
double largest_singular_value(const std::vector<float>& weight, const std::vector<float>& u) {
  const std::size_t columns = weight.size() / u.size();
  std::vector<double> v(columns);
  double norm = 0, square = 0;
  for (std::size_t r = 0; r < u.size(); ++r) {
    norm += double{u[r]} * double{u[r]};
    for (std::size_t c = 0; c < columns; ++c) v[c] += double{u[r]} * double{weight[r * columns + c]};
  }
  for (const double x : v) square += x * x;
  return std::sqrt(square / norm);
}

class Writer {
 public:
  Writer(ModelGraph& graph, const nn::Parameters& parameters) : graph_(graph), parameters_(parameters) {}

  GraphValue write(const Place& at) {
    if (const auto* composite = dynamic_cast<const nn::Composite*>(&at.layer)) return write_parts(*composite, at);
    const auto* described = dynamic_cast<const nn::Described*>(&at.layer);
    if (described == nullptr)
      throw Error(Exit::usage, fmt::format("generator: layer {} has no form in ONNX", at.scope),
                  at.layer.classes() > 0     ? "it looks its numbers up by a label; what takes z alone can be exported"
                  : at.layer.mixes_samples() ? "its output depends on the batch's other samples"
                                             : "");
    return write(described->operation(), at);
  }

 private:
  GraphValue write(const nn::Operation& operation, const Place& at) {
    GraphValue out = std::visit([&](const auto& what) { return apply(what, at); }, operation.what);
    out.shape = at.layer.output(at.in.shape);
    out.name = activate(operation.activation, out.name, at.scope);
    return out;
  }

  GraphValue write_parts(const nn::Composite& composite, const Place& at) {
    std::vector<GraphValue> ways;
    GraphValue value = at.in;
    for (const nn::Part& part : composite.parts(at.in.shape)) {
      value = write({*part.layer, composite.adds_up() ? at.in : value, join(at.scope, part.scope)});
      ways.push_back(value);
    }
    return composite.adds_up() ? add(ways[0], ways.size() > 1 ? ways[1] : at.in, at.scope) : value;
  }

  GraphValue add(GraphValue a, GraphValue b, const std::string& scope) {
    if (a.channels_first != b.channels_first) a = graph_.channels_last(a, scope), b = graph_.channels_last(b, scope);
    return {graph_.node("Add", {a.name, b.name}, scope), a.shape, a.channels_first};
  }

  std::string activate(const nn::Activation& activation, const std::string& in, const std::string& scope) {
    using Kind = nn::Activation::Kind;
    switch (activation.kind) {
      case Kind::identity:
        return in;
      case Kind::relu:
        return graph_.node("Relu", {in}, scope);
      case Kind::leaky_relu:
        return graph_.node("LeakyRelu", {in}, scope, {.floats = {{"alpha", activation.parameter}}});
      case Kind::tanh:
        return graph_.node("Tanh", {in}, scope);
      case Kind::sigmoid:
        return graph_.node("Sigmoid", {in}, scope);
      case Kind::softplus:
        return graph_.node("Softplus", {in}, scope);
      case Kind::elu:
        return graph_.node("Elu", {in}, scope, {.floats = {{"alpha", activation.parameter}}});
    }
    throw Error(Exit::usage, fmt::format("generator: the activation of layer {} has no form in ONNX", scope));
  }

  GraphValue apply(const op::Identity&, const Place& at) { return at.in; }

  GraphValue apply(const op::Dense& dense, const Place& at) {
    std::vector<std::string> inputs{at.in.name, parameter(at, "weight")};
    if (dense.bias) inputs.push_back(parameter(at, "bias"));
    return last(graph_.node("Gemm", inputs, at.scope, {.integers = {{"transB", 1}}}));
  }

  GraphValue apply(const op::Convolution& convolution, const Place& at) {
    const nn::Conv& conv = convolution.conv;
    const std::string name = join(at.scope, "weight");
    std::vector<std::string> inputs{graph_.channels_first(at.in, at.scope).name,
                                    constant(name, channels_before_window(numbers(at, "weight")))};
    if (conv.bias) inputs.push_back(parameter(at, "bias"));
    NodeAttributes attributes{.lists = {{"kernel_shape", {conv.kernel, conv.kernel}},
                                        {"strides", {conv.stride, conv.stride}},
                                        {"pads", Dims(4, conv.padding)}}};
    if (convolution.transposed) attributes.lists["output_padding"] = {conv.output_padding, conv.output_padding};
    return first(graph_.node(convolution.transposed ? "ConvTranspose" : "Conv", inputs, at.scope, attributes));
  }

  /// All pieces in one product, [batch, pieces · out], of which the greatest.
  GraphValue apply(const op::Maxout&, const Place& at) {
    Numbers weight = numbers(at, "weight"), bias = numbers(at, "bias");
    const std::int64_t pieces = weight.dims[0], out = weight.dims[1];
    weight.dims = {pieces * out, weight.dims[2]};
    bias.dims = {pieces * out};
    const std::string all = graph_.node(
        "Gemm", {at.in.name, constant(join(at.scope, "weight"), weight), constant(join(at.scope, "bias"), bias)},
        at.scope, {.integers = {{"transB", 1}}});
    return last(graph_.node("ReduceMax", {reshaped(all, {0, pieces, out}, at.scope)}, at.scope,
                            {.lists = {{"axes", {1}}}, .integers = {{"keepdims", 0}}}));
  }

  GraphValue apply(const op::BatchNorm& norm, const Place& at) {
    const GraphValue in = at.in.shape.rank() == 1 ? at.in : graph_.channels_first(at.in, at.scope);
    return {graph_.node("BatchNormalization",
                        {in.name, parameter(at, "scale"), parameter(at, "shift"), statistic(at, "mean"),
                         statistic(at, "variance")},
                        at.scope, {.floats = {{"epsilon", static_cast<float>(norm.epsilon)}}}),
            {},
            in.channels_first};
  }

  GraphValue apply(const op::LayerNorm& norm, const Place& at) {
    const auto node = [&](const char* what, std::vector<std::string> inputs) {
      return graph_.node(what, inputs, at.scope);
    };
    const auto mean = [&](const std::string& x) {
      Dims axes;
      for (std::size_t i = 1; i <= at.in.shape.rank(); ++i) axes.push_back(static_cast<std::int64_t>(i));
      return graph_.node("ReduceMean", {x}, at.scope, {.lists = {{"axes", axes}}});
    };
    const std::string x = graph_.channels_last(at.in, at.scope).name, centred = node("Sub", {x, mean(x)});
    const std::string variance = mean(node("Mul", {centred, centred}));
    const std::string epsilon = constant(join(at.scope, "epsilon"), {{1}, {static_cast<float>(norm.epsilon)}});
    const std::string deviation = node("Sqrt", {node("Add", {variance, epsilon})});
    const std::string scaled = node("Mul", {node("Div", {centred, deviation}), parameter(at, "scale")});
    return last(node("Add", {scaled, parameter(at, "shift")}));
  }

  GraphValue apply(const op::ScaleShift&, const Place& at) {
    Numbers scale = numbers(at, "scale"), shift = numbers(at, "shift");
    scale.dims = shift.dims = at.in.shape.dims;
    const std::string scaled = graph_.node(
        "Mul", {graph_.channels_last(at.in, at.scope).name, constant(join(at.scope, "scale"), scale)}, at.scope);
    return last(graph_.node("Add", {scaled, constant(join(at.scope, "shift"), shift)}, at.scope));
  }

  GraphValue apply(const op::Upsample& upsample, const Place& at) {
    const auto factor = static_cast<float>(upsample.factor);
    const std::string scales = constant(join(at.scope, "scales"), {{4}, {1, 1, factor, factor}});
    return first(graph_.node(
        "Resize", {graph_.channels_first(at.in, at.scope).name, "", scales}, at.scope,
        {.texts = {{"coordinate_transformation_mode", "asymmetric"}, {"mode", "nearest"}, {"nearest_mode", "floor"}}}));
  }

  GraphValue apply(const op::Pool& pool, const Place& at) {
    const std::string mean =
        graph_.node("AveragePool", {graph_.channels_first(at.in, at.scope).name}, at.scope,
                    {.lists = {{"kernel_shape", Dims(2, pool.factor)}, {"strides", Dims(2, pool.factor)}}});
    if (pool.average) return first(mean);
    const std::string pixels =
        constant(join(at.scope, "pixels"), {{1}, {static_cast<float>(pool.factor * pool.factor)}});
    return first(graph_.node("Mul", {mean, pixels}, at.scope));
  }

  GraphValue apply(const op::Reshape&, const Place& at) {
    const std::string in = graph_.channels_last(at.in, at.scope).name;
    return last(reshaped(in, with_batch(at.layer.output(at.in.shape)), at.scope));
  }

  GraphValue apply(const op::SpectralNorm& norm, const Place& at) {
    const double sigma = largest_singular_value(numbers(at, "weight").values, statistics(at, "u").values);
    return write({*norm.linear, at.in, at.scope, std::max(sigma, 1e-30)});
  }

  static GraphValue first(std::string name) { return {std::move(name), {}, true}; }
  static GraphValue last(std::string name) { return {std::move(name), {}}; }

  std::string reshaped(const std::string& in, const Dims& dims, const std::string& scope) {
    return graph_.node("Reshape", {in, graph_.constant(join(scope, "shape"), dims)}, scope);
  }
  std::string constant(const std::string& name, const Numbers& numbers) {
    return graph_.constant(name, numbers.dims, numbers.values);
  }
  std::string parameter(const Place& at, const std::string& name) {
    return constant(join(at.scope, name), numbers(at, name));
  }
  std::string statistic(const Place& at, const std::string& name) {
    return constant(join(at.scope, name), statistics(at, name));
  }

  Numbers numbers(const Place& at, const std::string& name) const {
    const int index = parameters_.find(join(at.scope, name));
    const std::span<const float> values = parameters_.value(index);
    Numbers found{parameters_.entries()[static_cast<std::size_t>(index)].dims, {values.begin(), values.end()}};
    if (name == "weight" && at.divisor != 1)
      for (float& value : found.values) value = static_cast<float>(double{value} / at.divisor);
    return found;
  }
  Numbers statistics(const Place& at, const std::string& name) const {
    const int index = parameters_.find_statistic(join(at.scope, name));
    const std::span<const float> values = parameters_.statistic(index);
    return {parameters_.statistics()[static_cast<std::size_t>(index)].dims, {values.begin(), values.end()}};
  }

  ModelGraph& graph_;
  const nn::Parameters& parameters_;
};

}  // namespace

GraphValue write_layer(ModelGraph& graph, const nn::Parameters& parameters, const nn::Layer& layer,
                       const GraphValue& in) {
  return Writer(graph, parameters).write({layer, in, ""});
}

}  // namespace ganzoo::report
