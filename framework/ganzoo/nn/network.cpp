#include <ganzoo/core/error.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {

struct Plan::Memory {
  const Engine& engine;
  Use use;
  PlanMemory memory;
  Port in, out;
  std::unique_ptr<Step> step;

  explicit Memory(const Engine& e) : engine(e) {}
  Step& bound() const {
    engine.bind();
    return *step;
  }
};

Plan::Plan(Engine& engine, Parameters& parameters, const Layer& layer, const Shape& in, const Use& use,
           const Wires& wires)
    : memory_(std::make_unique<Memory>(engine)) {
  Memory& m = *memory_;
  engine.bind();
  m.use = use;
  m.in.shape = in;
  m.out.shape = layer.output(in);
  Planner planner(engine, parameters, m.memory);
  auto side = [&](const Shape& shape, float* wired, bool wanted) -> float* {
    if (!wanted) return nullptr;
    return wired ? wired : planner.floats(use.batch * shape.size());
  };
  const bool backward = use.input_gradient || use.weight_gradient || use.tangent;
  m.in.value = side(m.in.shape, wires.input, true);
  m.in.gradient = side(m.in.shape, wires.input_gradient, use.input_gradient);
  m.in.tangent = side(m.in.shape, nullptr, use.tangent);
  m.out.value = side(m.out.shape, wires.output, true);
  m.out.gradient = side(m.out.shape, wires.output_gradient, backward);
  m.out.tangent = side(m.out.shape, nullptr, use.tangent);
  m.step = layer.plan(planner, use, m.in, m.out);
  planner.finish();
}

Plan::~Plan() = default;

namespace {

Matrix view(const Use& use, const Shape& shape, float* data) { return {data, use.batch, shape.size()}; }

}  // namespace

Matrix Plan::input() const { return view(memory_->use, memory_->in.shape, memory_->in.value); }
ConstMatrix Plan::output() const { return view(memory_->use, memory_->out.shape, memory_->out.value); }
Matrix Plan::output_gradient() const { return view(memory_->use, memory_->out.shape, memory_->out.gradient); }
ConstMatrix Plan::input_gradient() const { return view(memory_->use, memory_->in.shape, memory_->in.gradient); }
Matrix Plan::input_tangent() const { return view(memory_->use, memory_->in.shape, memory_->in.tangent); }
ConstMatrix Plan::output_tangent() const { return view(memory_->use, memory_->out.shape, memory_->out.tangent); }

void Plan::randomize(const Rng& rng) { memory_->step->randomize(rng); }
void Plan::forward() { memory_->bound().forward(); }
void Plan::backward() { memory_->bound().backward(); }
void Plan::backward_input() { memory_->bound().backward_input(); }
void Plan::tangent() { memory_->bound().tangent(); }
void Plan::tangent_backward() { memory_->bound().tangent_backward(); }
void Plan::weighted_backward(std::span<const float> row_weights) {
  memory_->bound().weighted_backward(row_weights.data());
}

std::vector<std::string> Plan::implementations() const {
  std::vector<std::string> names;
  for (const auto& product : memory_->memory.products) names.push_back(product->implementation());
  return names;
}

namespace {

/// What `make` gives; its complaints are told with the network's name.
template <class Make>
auto named(const std::string& network, const Make& make) {
  try {
    return make();
  } catch (const Error& e) {
    throw Error(e.code(), network + "." + e.complaints().front().message, e.complaints().front().hint);
  }
}

}  // namespace

Network::Network(std::string name, LayerPtr layer, Shape in)
    : name_(std::move(name)), layer_(sequential({std::move(layer)})), in_(std::move(in)), parameters_(name_) {
  out_ = named(name_, [&] { return layer_->output(in_); });
  layer_->declare(parameters_, in_);
  parameters_.allocate();
}

std::unique_ptr<Plan> Network::plan(Engine& engine, const Use& use, const Wires& wires) {
  return named(name_, [&] { return std::make_unique<Plan>(engine, parameters_, *layer_, in_, use, wires); });
}

}  // namespace ganzoo::nn
