#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/link.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/kernels.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/nn/planner.hpp>

namespace ganzoo::nn {

struct Plan::Memory {
  const Engine& engine;
  const Parameters& parameters;
  Use use;
  PlanMemory memory;
  Port in, out;
  std::span<Label> labels;
  std::unique_ptr<Step> step;

  Memory(const Engine& e, const Parameters& p) : engine(e), parameters(p) {}
  Step& bound() const {
    engine.bind();
    return *step;
  }
};

Plan::Plan(Engine& engine, Parameters& parameters, float* gradients, const Layer& layer, const Shape& in,
           const Use& use, const Wires& wires)
    : memory_(std::make_unique<Memory>(engine, parameters)) {
  Memory& m = *memory_;
  engine.bind();
  m.use = use;
  m.in.shape = in;
  m.out.shape = layer.output(in);
  Planner planner(engine, parameters, gradients, m.memory);
  auto side = [&](const Shape& shape, float* wired, bool wanted) -> float* {
    if (!wanted) return nullptr;
    return wired ? wired : planner.floats(use.batch * shape.size());
  };
  const bool backward = use.input_gradient || use.weight_gradient || use.tangent;
  m.in.value = side(m.in.shape, wires.input, true);
  m.in.gradient = side(m.in.shape, wires.input_gradient, use.input_gradient);
  m.in.tangent = side(m.in.shape, wires.input_tangent, use.tangent);
  m.out.value = side(m.out.shape, wires.output, true);
  m.out.gradient = side(m.out.shape, wires.output_gradient, backward);
  m.out.tangent = side(m.out.shape, nullptr, use.tangent);
  if (layer.classes() > 0) {
    if (!wires.labels) m.memory.labels.resize(static_cast<std::size_t>(use.batch));
    m.labels = {wires.labels ? wires.labels : m.memory.labels.data(), static_cast<std::size_t>(use.batch)};
    planner.use_labels(m.labels.data());
  }
  m.step = layer.plan(planner, use, m.in, m.out);
  planner.finish();
}

Plan::~Plan() = default;

namespace {

Matrix view(const Use& use, const Shape& shape, float* data) { return {data, use.batch, shape.size()}; }

}  // namespace

Matrix Plan::input() const { return view(memory_->use, memory_->in.shape, memory_->in.value); }
std::span<Label> Plan::labels() const { return memory_->labels; }
ConstMatrix Plan::output() const { return view(memory_->use, memory_->out.shape, memory_->out.value); }
Matrix Plan::output_gradient() const { return view(memory_->use, memory_->out.shape, memory_->out.gradient); }
ConstMatrix Plan::input_gradient() const { return view(memory_->use, memory_->in.shape, memory_->in.gradient); }
Matrix Plan::input_tangent() const { return view(memory_->use, memory_->in.shape, memory_->in.tangent); }

void Plan::randomize(const Rng& rng) { memory_->step->randomize(rng); }
void Plan::forward() {
  memory_->parameters.refresh_halves();
  memory_->bound().forward();
}
void Plan::backward() { memory_->bound().backward(); }
void Plan::backward_input() { memory_->bound().backward_input(); }
void Plan::tangent() { memory_->bound().tangent(); }
void Plan::tangent_backward() { memory_->bound().tangent_backward(); }
void Plan::weighted_backward(std::span<const float> row_weights) {
  memory_->bound().weighted_backward(row_weights.data());
}

bool Plan::meets() const { return memory_->memory.meets; }

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

int Network::group(int batch) const {
  return named(name_, [&] { return layer_->group(batch); });
}

std::unique_ptr<Plan> Network::plan(Engine& engine, const Use& use, const Wires& wires) {
  float* const gradients = gradients_of(engine.team().rank());
  return named(name_, [&] { return std::make_unique<Plan>(engine, parameters_, gradients, *layer_, in_, use, wires); });
}

float* Network::gradients_of(int rank) {
  const auto index = static_cast<std::size_t>(rank);
  if (index == 0) return parameters_.gradients().data();
  if (others_.size() < index) others_.resize(index);
  Buffer& own = others_[index - 1];
  if (own.size() == 0) own = Buffer(static_cast<std::int64_t>(parameters_.gradients().size()));
  return own.data();
}

void Network::share(Crew& crew) {
  parameters_.share(crew);
  squares_.resize(static_cast<std::size_t>(crew.size()));
  for (int rank = 1; process_link() && rank < crew.size(); ++rank) gradients_of(rank);  // for those of the others
}

void Network::clear_gradients() {
  std::ranges::fill(parameters_.gradients(), 0.0F);
  for (const Buffer& other : others_) std::ranges::fill(other.span(), 0.0F);
}

namespace {

/// Each process's gradients, to where a thread of its rank would have put them.
void fetch(ProcessLink& link, std::span<float> first, const std::vector<Buffer>& others) {
  broadcast(link, first, 0);
  for (std::size_t i = 0; i < others.size(); ++i) broadcast(link, others[i].span(), static_cast<int>(i) + 1);
}

}  // namespace

double Network::gather_gradients() {
  const std::span<float> all = parameters_.gradients();
  if (others_.empty()) return sum_squares(all);
  if (ProcessLink* link = process_link()) fetch(*link, all, others_);
  const std::int64_t lines = static_cast<std::int64_t>(all.size()) / 16;  // parameters are padded to whole ones
  parameters_.crew()->run([&](int rank) {
    const Share mine = share_of(lines, rank, parameters_.crew()->size());
    const auto part = [&mine](std::span<float> of) {
      return of.subspan(static_cast<std::size_t>(16 * mine.first), static_cast<std::size_t>(16 * mine.count));
    };
    for (const Buffer& other : others_) axpy(part(all), part(other.span()), 1);
    squares_[static_cast<std::size_t>(rank)] = sum_squares(part(all));
  });
  double sum = 0;
  for (const double squares : squares_) sum += squares;
  return sum;
}

}  // namespace ganzoo::nn
