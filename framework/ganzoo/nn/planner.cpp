#include <algorithm>
#include <ganzoo/nn/detail/convolution.hpp>
#include <ganzoo/nn/detail/products.hpp>
#include <ganzoo/nn/planner.hpp>
#include <stdexcept>

namespace ganzoo::nn {

Planner::Planner(Engine& engine, Parameters& parameters, PlanMemory& memory)
    : engine_(engine), parameters_(parameters), memory_(memory) {}

float* Planner::floats(std::int64_t count) { return memory_.buffers.emplace_back(count).data(); }

void Planner::enter(const std::string& scope) { scopes_.push_back(scope); }
void Planner::leave() { scopes_.pop_back(); }

std::string Planner::scoped(const std::string& name) const {
  std::string full;
  for (const std::string& scope : scopes_) full += scope + "/";
  return full + name;
}

namespace {

int declared(int index, const std::string& name) {
  if (index < 0) throw std::logic_error("layer plans with '" + name + "', which it did not declare");
  return index;
}

}  // namespace

std::span<float> Planner::value(const std::string& name) const {
  const auto found = substitutes_.find(scoped(name));
  if (found != substitutes_.end()) return found->second.value;
  return parameters_.value(declared(parameters_.find(scoped(name)), name));
}
std::span<float> Planner::gradient(const std::string& name) const {
  const auto found = substitutes_.find(scoped(name));
  if (found != substitutes_.end()) return found->second.gradient;
  return parameters_.gradient(declared(parameters_.find(scoped(name)), name));
}
std::span<float> Planner::statistic(const std::string& name) const {
  return parameters_.statistic(declared(parameters_.find_statistic(scoped(name)), name));
}

void Planner::substitute(const std::string& name, std::span<float> value, std::span<float> gradient) {
  substitutes_[scoped(name)] = {value, gradient};
}

Product* Planner::keep(std::unique_ptr<Product> product) {
  return memory_.products.emplace_back(std::move(product)).get();
}

Product* Planner::dense_forward(DenseSizes size, const float* x, const float* weight, const float* bias,
                                Activation activation, float* y) {
  return keep(std::make_unique<onednn::Forward>(engine_.impl(), size, x, weight, bias, activation, y));
}

Product* Planner::dense_input_gradient(DenseSizes size, const float* delta, const float* weight, float* dx) {
  return keep(std::make_unique<onednn::Gemm>(onednn::Gemm::Operands{.transpose_a = 'N',
                                                                    .transpose_b = 'N',
                                                                    .m = size.batch,
                                                                    .n = size.in,
                                                                    .k = size.out,
                                                                    .a = delta,
                                                                    .b = weight,
                                                                    .c = dx,
                                                                    .lda = size.out,
                                                                    .ldb = size.in,
                                                                    .beta = 0}));
}

Product* Planner::dense_weight_gradient(DenseSizes size, const float* delta, const float* x, float* dw,
                                        bool accumulate) {
  return keep(std::make_unique<onednn::Gemm>(onednn::Gemm::Operands{.transpose_a = 'T',
                                                                    .transpose_b = 'N',
                                                                    .m = size.out,
                                                                    .n = size.in,
                                                                    .k = size.batch,
                                                                    .a = delta,
                                                                    .b = x,
                                                                    .c = dw,
                                                                    .lda = size.out,
                                                                    .ldb = size.in,
                                                                    .beta = accumulate ? 1.f : 0.f}));
}

Product* Planner::conv_forward(const ConvSizes& size, const float* x, const float* weight, const float* bias,
                               Activation activation, float* y) {
  return keep(onednn::conv_forward(engine_.impl(), size, x, {}, weight, bias, activation, y));
}

Product* Planner::conv_transpose(const ConvSizes& size, const float* y, const float* weight, const float* bias,
                                 Activation activation, float* x) {
  return keep(onednn::conv_transpose(engine_.impl(), size, y, {}, weight, bias, activation, x));
}

Product* Planner::conv_weight_gradient(const ConvSizes& size, const float* delta, const float* x, float* dw,
                                       bool accumulate) {
  return keep(onednn::conv_weight_gradient(engine_.impl(), size, delta, {}, x, {}, dw, accumulate));
}

void Planner::finish() {
  std::size_t bytes = 0;
  for (const auto& product : memory_.products) bytes = std::max(bytes, product->scratch_bytes());
  if (bytes == 0) return;
  float* memory = floats(static_cast<std::int64_t>((bytes + sizeof(float) - 1) / sizeof(float)));
  for (const auto& product : memory_.products) product->use_scratch(memory);
}

}  // namespace ganzoo::nn
