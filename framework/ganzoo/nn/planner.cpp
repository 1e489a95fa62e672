#include <algorithm>
#include <ganzoo/nn/detail/convolution.hpp>
#include <ganzoo/nn/detail/half_product.hpp>
#include <ganzoo/nn/detail/packed_product.hpp>
#include <ganzoo/nn/detail/products.hpp>
#include <ganzoo/nn/planner.hpp>
#include <stdexcept>

namespace ganzoo::nn {

Planner::Planner(Engine& engine, Parameters& parameters, float* gradients, PlanMemory& memory)
    : engine_(engine), parameters_(parameters), gradients_(gradients), memory_(memory) {
  if (precision() == Precision::bf16) parameters.keep_halves();
}

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
  const std::span<float> own = parameters_.gradient(declared(parameters_.find(scoped(name)), name));
  return {gradients_ + (own.data() - parameters_.gradients().data()), own.size()};
}
std::span<float> Planner::statistic(const std::string& name) const {
  return parameters_.statistic(declared(parameters_.find_statistic(scoped(name)), name));
}

void Planner::substitute(const std::string& name, std::span<float> value, std::span<float> gradient) {
  substitutes_[scoped(name)] = {value, gradient};
}

Planner::Copy& Planner::copy_of(const float* numbers, std::int64_t count) {
  Copy& copy = copies_[numbers];
  if (copy.halves) return copy;
  const std::span<const float> weights = parameters_.numbers();
  if (precision() == Precision::bf16 && numbers >= weights.data() && numbers < weights.data() + weights.size())
    return copy = {parameters_.halves().data() + (numbers - weights.data()), true};
  const std::int64_t halves = precision() == Precision::split ? 3 * count : count;
  copy.halves = reinterpret_cast<std::uint16_t*>(floats((halves + 1) / 2));
  return copy;
}

std::uint16_t* Planner::rounded_copy(const float* numbers, std::int64_t count) {
  if (precision() != Precision::bf16) return nullptr;
  Copy& copy = copy_of(numbers, count);
  copy.current = true;
  return copy.halves;
}

Product* Planner::half_product(const Factor& a, const Factor& b, const float* bias, Activation activation, float* c,
                               bool accumulate) {
  if (precision() == Precision::fp32) return nullptr;
  const bool split = precision() == Precision::split;
  const auto operand = [&](const Factor& f) {
    const Copy copy = copy_of(f.floats, f.rows * f.columns);
    // How a split copy is laid out depends on the product that it is for: each makes its own.
    return onednn::HalfProduct::Operand{f, copy.halves, split || !copy.current};
  };
  auto product = std::make_unique<onednn::HalfProduct>(engine_.impl(), operand(a), operand(b), bias, activation, c,
                                                       accumulate, split);
  if (product->implementation().find("ref") != std::string::npos) return nullptr;
  return keep(std::move(product));
}

Product* Planner::keep(std::unique_ptr<Product> product) {
  return memory_.products.emplace_back(std::move(product)).get();
}

Product* Planner::product(const Factor& a, const Factor& b, float* c, bool accumulate) {
  if (Product* halves = half_product(a, b, nullptr, {}, c, accumulate)) return halves;
  if (onednn::packed_is_faster(a, b)) return keep(std::make_unique<onednn::PackedProduct>(a, b, c, accumulate));
  return keep(std::make_unique<onednn::Gemm>(a, b, c, accumulate));
}

Product* Planner::dense_forward(DenseSizes size, const float* x, const float* weight, const float* bias,
                                Activation activation, float* y) {
  const Factor rows{x, size.batch, size.in};
  if (Product* product = half_product(rows, {weight, size.out, size.in, true}, bias, activation, y, false)) {
    copy_of(x, size.batch * size.in).current = true;  // the weight gradient's product comes later
    return product;
  }
  return keep(std::make_unique<onednn::Forward>(engine_.impl(), size, x, weight, bias, activation, y));
}

Product* Planner::dense_input_gradient(DenseSizes size, const float* delta, const float* weight, float* dx) {
  return product({delta, size.batch, size.out}, {weight, size.out, size.in}, dx, false);
}

Product* Planner::dense_weight_gradient(DenseSizes size, const float* delta, const float* x, float* dw,
                                        bool accumulate) {
  return product({delta, size.batch, size.out, true}, {x, size.batch, size.in}, dw, accumulate);
}

Planner::Copy Planner::conv_copy(const ConvSizes& size, const float* numbers, std::int64_t count) {
  if (precision() != Precision::bf16 || !onednn::worth_rounding(size)) return {};
  return copy_of(numbers, count);
}

namespace {

std::int64_t x_count(const ConvSizes& s) { return s.batch * s.height * s.width * s.in; }
std::int64_t y_count(const ConvSizes& s) { return s.batch * s.out_height * s.out_width * s.out; }

}  // namespace

Product* Planner::keep_rounding(std::unique_ptr<Product> product, const float* numbers) {
  // One that fell back to floats has rounded nothing.
  if (const auto copy = copies_.find(numbers);
      copy != copies_.end() && product->implementation().find("bf16") != std::string::npos)
    copy->second.current = true;
  return keep(std::move(product));
}

Product* Planner::conv_forward(const ConvSizes& size, const float* x, const float* weight, const float* bias,
                               Activation activation, float* y) {
  const Copy copy = conv_copy(size, x, x_count(size));
  return keep_rounding(
      onednn::conv_forward(engine_.impl(), size, x, {copy.halves, !copy.current}, weight, bias, activation, y), x);
}

Product* Planner::conv_transpose(const ConvSizes& size, const float* y, const float* weight, const float* bias,
                                 Activation activation, float* x) {
  const Copy copy = conv_copy(size, y, y_count(size));
  return keep_rounding(
      onednn::conv_transpose(engine_.impl(), size, y, {copy.halves, !copy.current}, weight, bias, activation, x), y);
}

Product* Planner::conv_weight_gradient(const ConvSizes& size, const float* delta, const float* x, float* dw,
                                       bool accumulate) {
  const Copy of_delta = conv_copy(size, delta, y_count(size)), of_x = conv_copy(size, x, x_count(size));
  return keep(onednn::conv_weight_gradient(engine_.impl(), size, delta, {of_delta.halves, !of_delta.current}, x,
                                           {of_x.halves, !of_x.current}, dw, accumulate));
}

void Planner::finish() {
  std::size_t bytes = 0;
  for (const auto& product : memory_.products) bytes = std::max(bytes, product->scratch_bytes());
  if (bytes == 0) return;
  float* memory = floats(static_cast<std::int64_t>((bytes + sizeof(float) - 1) / sizeof(float)));
  for (const auto& product : memory_.products) product->use_scratch(memory);
}

}  // namespace ganzoo::nn
