#include <cassert>
#include <cmath>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/kernels.hpp>

namespace ganzoo::nn {

const kernels::Table& kernels::table() {
  static const Table& best = __builtin_cpu_supports("x86-64-v4")   ? table_v4
                             : __builtin_cpu_supports("x86-64-v3") ? table_v3
                                                                   : table_v2;
  return best;
}

namespace {

kernels::Int size_of(std::span<const float> x) { return static_cast<kernels::Int>(x.size()); }
float number(double x) { return static_cast<float>(x); }

}  // namespace

void sgd_update(std::span<float> weights, std::span<const float> gradients, std::span<float> velocity, double rate,
                double momentum, bool ascend) {
  assert(weights.size() == gradients.size() && weights.size() == velocity.size());
  kernels::table().sgd(weights.data(), gradients.data(), velocity.data(), size_of(weights),
                       number(ascend ? rate : -rate), number(momentum));
}

void rmsprop_update(std::span<float> weights, std::span<const float> gradients, std::span<float> square, double rate,
                    double decay, double epsilon, bool ascend) {
  assert(weights.size() == gradients.size() && weights.size() == square.size());
  kernels::table().rmsprop(weights.data(), gradients.data(), square.data(), size_of(weights),
                           number(ascend ? rate : -rate), number(decay), number(epsilon));
}

void adam_update(std::span<float> weights, std::span<const float> gradients, std::span<float> first,
                 std::span<float> second, const AdamStep& s) {
  assert(weights.size() == gradients.size() && weights.size() == first.size() && weights.size() == second.size());
  const double step = s.rate / (1 - s.beta1_product);
  kernels::table().adam(weights.data(), gradients.data(), first.data(), second.data(), size_of(weights),
                        {.beta1 = number(s.beta1),
                         .beta2 = number(s.beta2),
                         .epsilon = number(s.epsilon),
                         .step = number(s.ascend ? step : -step),
                         .correction = number(1 / std::sqrt(1 - s.beta2_product))});
}

void clip(std::span<float> x, double bound) { kernels::table().clip(x.data(), size_of(x), number(bound)); }
void scale(std::span<float> x, double factor) { kernels::table().scale(x.data(), size_of(x), number(factor)); }

void axpy(std::span<float> y, std::span<const float> x, double factor) {
  assert(y.size() == x.size());
  kernels::table().axpy(y.data(), x.data(), size_of(y), number(factor));
}

void approach(std::span<float> average, std::span<const float> x, double weight) {
  assert(average.size() == x.size());
  kernels::table().approach(average.data(), x.data(), size_of(average), number(weight));
}

double sum_squares(std::span<const float> x) { return kernels::table().sum_squares(x.data(), size_of(x)); }

}  // namespace ganzoo::nn
