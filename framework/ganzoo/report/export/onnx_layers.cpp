#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/nn/composite.hpp>
#include <ganzoo/nn/operation.hpp>
#include <ganzoo/report/export/onnx_layers.hpp>
#include <ganzoo/report/export/onnx_weights.hpp>
#include <utility>

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

std::string join(const std::string& scope, const std::string& name) {
  return scope.empty() ? name : scope + "/" + name;
}

Dims with_batch(const Shape& shape) {
  Dims dims{0};  // in ONNX's Reshape: as in the input
  dims.insert(dims.end(), shape.dims.begin(), shape.dims.end());
  return dims;
}

class Writer {
 public:
  Writer(ModelGraph& graph, const nn::Parameters& parameters, std::string labels)
      : graph_(graph), parameters_(parameters), labels_(std::move(labels)) {}

  GraphValue write(const Place& at) {
    if (const auto* composite = dynamic_cast<const nn::Composite*>(&at.layer)) return write_parts(*composite, at);
    const auto* described = dynamic_cast<const nn::Described*>(&at.layer);
    if (described == nullptr)
      throw Error(Exit::usage, fmt::format("generator: layer {} has no form in ONNX", at.scope),
                  at.layer.mixes_samples() ? "its output depends on the batch's other samples"
                                           : "export --to npz writes the network's weights");
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
    Dims axes;
    for (std::size_t i = 1; i <= at.in.shape.rank(); ++i) axes.push_back(static_cast<std::int64_t>(i));
    return scaled_by_channel(normalised(graph_.channels_last(at.in, at.scope).name, axes, norm.epsilon, at), at);
  }

  /// Between two views of the pixels: [batch, pixels, groups, channels of one].
  GraphValue apply(const op::GroupNorm& norm, const Place& at) {
    const std::int64_t channels = at.in.shape.dims.back();
    const Dims parted{0, at.in.shape.size() / channels, norm.groups, channels / norm.groups};
    const std::string in = reshaped(graph_.channels_last(at.in, at.scope).name, parted, at.scope);
    const std::string out = normalised(in, {1, 3}, norm.epsilon, at);
    return scaled_by_channel(reshaped(out, with_batch(at.in.shape), at.scope), at);
  }

  /// (x − mean)/√(variance + ε), both over those axes of each sample.
  std::string normalised(const std::string& x, const Dims& axes, double epsilon, const Place& at) {
    const auto mean = [&](const std::string& of) {
      return graph_.node("ReduceMean", {of}, at.scope, {.lists = {{"axes", axes}}});
    };
    const std::string centred = binary("Sub", x, mean(x), at), variance = mean(binary("Mul", centred, centred, at));
    const std::string above_zero = constant(join(at.scope, "epsilon"), {{1}, {static_cast<float>(epsilon)}});
    const std::string deviation = graph_.node("Sqrt", {binary("Add", variance, above_zero, at)}, at.scope);
    return binary("Div", centred, deviation, at);
  }
  GraphValue scaled_by_channel(const std::string& x, const Place& at) {
    return last(binary("Add", binary("Mul", x, parameter(at, "scale"), at), parameter(at, "shift"), at));
  }

  GraphValue apply(const op::ScaleShift&, const Place& at) {
    Numbers scale = numbers(at, "scale"), shift = numbers(at, "shift");
    scale.dims = shift.dims = at.in.shape.dims;
    const std::string in = graph_.channels_last(at.in, at.scope).name;
    const std::string scaled = binary("Mul", in, constant(join(at.scope, "scale"), scale), at);
    return last(binary("Add", scaled, constant(join(at.scope, "shift"), shift), at));
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
    return first(binary("Mul", mean, pixels, at));
  }

  GraphValue apply(const op::Reshape&, const Place& at) {
    const std::string in = graph_.channels_last(at.in, at.scope).name;
    return last(reshaped(in, with_batch(at.layer.output(at.in.shape)), at.scope));
  }

  /// softmax(g fᵀ) h over the positions of [batch, positions, (f, g, h)].
  GraphValue apply(const op::Attend& attend, const Place& at) {
    const std::int64_t all = at.in.shape[2], positions = at.in.shape[0] * at.in.shape[1], keys = attend.keys;
    const std::string in = reshaped(graph_.channels_last(at.in, at.scope).name, {0, positions, all}, at.scope);
    const std::string f =
        graph_.node("Transpose", {channels(in, 0, keys, at)}, at.scope, {.lists = {{"perm", {0, 2, 1}}}});
    const std::string scores = binary("MatMul", channels(in, keys, 2 * keys, at), f, at);
    const std::string weights = graph_.node("Softmax", {scores}, at.scope, {.integers = {{"axis", 2}}});
    const std::string means = binary("MatMul", weights, channels(in, 2 * keys, all, at), at);
    return last(reshaped(means, with_batch(at.layer.output(at.in.shape)), at.scope));
  }
  /// Those of [from, to) of [batch, positions, channels].
  std::string channels(const std::string& in, std::int64_t from, std::int64_t to, const Place& at) {
    const auto integers = [&](const char* name, std::int64_t value) {
      return graph_.constant(join(at.scope, name), {value});
    };
    return graph_.node("Slice", {in, integers("from", from), integers("to", to), integers("axis", 2)}, at.scope);
  }

  GraphValue apply(const op::Gain&, const Place& at) {
    return {binary("Mul", at.in.name, parameter(at, "gamma"), at), {}, at.in.channels_first};
  }

  /// Beside the channels of each pixel.
  GraphValue apply(const op::ClassEmbedding&, const Place& at) {
    const GraphValue in = graph_.channels_last(at.in, at.scope);
    std::string embedded = of_class("embedding", in, at);
    if (Dims pixels = in.shape.dims; pixels.size() > 1) {
      pixels.back() = 1;
      const std::vector<float> ones(static_cast<std::size_t>(in.shape.size() / in.shape.dims.back()), 1.F);
      embedded = binary("Mul", embedded, constant(join(at.scope, "pixels"), {pixels, ones}), at);
    }
    return last(graph_.node("Concat", {in.name, embedded}, at.scope, {.integers = {{"axis", -1}}}));
  }
  GraphValue apply(const op::ClassScaleShift&, const Place& at) {
    const std::string scaled = binary("Mul", at.in.name, of_class("scale", at.in, at), at);
    return {binary("Add", scaled, of_class("shift", at.in, at), at), {}, at.in.channels_first};
  }
  /// The row of a parameter [classes, channels] that each sample's label tells, to stand beside the pixels of `in`.
  std::string of_class(const std::string& name, const GraphValue& in, const Place& at) {
    const std::string row = graph_.node("Gather", {parameter(at, name), labels_}, at.scope);
    if (in.shape.rank() == 1) return row;
    Dims dims(in.shape.rank() + 1, 1);
    dims[0] = 0;
    dims[in.channels_first ? 1 : dims.size() - 1] = -1;
    return reshaped(row, dims, at.scope);
  }

  GraphValue apply(const op::SpectralNorm& norm, const Place& at) {
    const double sigma = largest_singular_value(numbers(at, "weight").values, statistics(at, "u").values);
    return write({*norm.linear, at.in, at.scope, std::max(sigma, 1e-30)});
  }

  static GraphValue first(std::string name) { return {std::move(name), {}, true}; }
  static GraphValue last(std::string name) { return {std::move(name), {}}; }

  std::string binary(const char* what, const std::string& a, const std::string& b, const Place& at) {
    return graph_.node(what, {a, b}, at.scope);
  }
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
    return parameter_of(parameters_, join(at.scope, name), name == "weight" ? at.divisor : 1);
  }
  Numbers statistics(const Place& at, const std::string& name) const {
    return statistic_of(parameters_, join(at.scope, name));
  }

  ModelGraph& graph_;
  const nn::Parameters& parameters_;
  std::string labels_;
};

}  // namespace

GraphValue write_layer(ModelGraph& graph, const nn::Parameters& parameters, const nn::Layer& layer,
                       const GraphValue& in, const std::string& labels) {
  return Writer(graph, parameters, labels).write({layer, in, ""});
}

}  // namespace ganzoo::report
