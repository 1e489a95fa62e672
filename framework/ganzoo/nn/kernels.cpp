#include <algorithm>
#include <cassert>
#include <cmath>
#include <ganzoo/core/crew.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/kernels.hpp>

namespace ganzoo::nn {

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

namespace {

/// update(first, count) on every member's share of the parameters, followed by its rounding while the numbers are near.
template <class Update>
void update_all(Parameters& parameters, const Update& update) {
  const std::span<float> weights = parameters.values();
  const std::span<std::uint16_t> halves = parameters.halves();
  const auto both = [&](std::int64_t first, std::int64_t count) {
    // In blocks that stay in the first cache: the copy costs no memory traffic of its own.
    constexpr std::int64_t block = 2048;
    if (halves.empty()) return static_cast<void>(update(first, count));
    for (std::int64_t at = first; at < first + count; at += block) {
      const std::int64_t n = std::min(block, first + count - at);
      update(at, n);
      kernels::table().to_halves(weights.data() + at, halves.data() + at, n);
    }
  };
  const auto size = static_cast<std::int64_t>(weights.size());
  if (parameters.crew())
    parameters.crew()->split(size, both);
  else
    both(0, size);
  parameters.halves_written();
}

std::span<float> part(std::span<float> all, std::int64_t first, std::int64_t count) {
  return all.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
}

}  // namespace

void sgd_update(Parameters& parameters, std::span<float> velocity, double rate, double momentum, bool ascend) {
  const std::span<float> weights = parameters.values(), gradients = parameters.gradients();
  update_all(parameters, [&](std::int64_t first, std::int64_t n) {
    sgd_update(part(weights, first, n), part(gradients, first, n), part(velocity, first, n), rate, momentum, ascend);
  });
}

void rmsprop_update(Parameters& parameters, std::span<float> square, double rate, double decay, double epsilon,
                    bool ascend) {
  const std::span<float> weights = parameters.values(), gradients = parameters.gradients();
  update_all(parameters, [&](std::int64_t first, std::int64_t n) {
    rmsprop_update(part(weights, first, n), part(gradients, first, n), part(square, first, n), rate, decay, epsilon,
                   ascend);
  });
}

void adam_update(Parameters& parameters, std::span<float> first_moment, std::span<float> second_moment,
                 const AdamStep& step) {
  const std::span<float> weights = parameters.values(), gradients = parameters.gradients();
  update_all(parameters, [&](std::int64_t first, std::int64_t n) {
    adam_update(part(weights, first, n), part(gradients, first, n), part(first_moment, first, n),
                part(second_moment, first, n), step);
  });
}

void clip(Parameters& parameters, double bound) {
  const std::span<float> weights = parameters.values();
  update_all(parameters, [&](std::int64_t first, std::int64_t n) { clip(part(weights, first, n), bound); });
}

void round_to_halves(std::span<const float> x, std::span<std::uint16_t> halves) {
  assert(x.size() == halves.size());
  kernels::table().to_halves(x.data(), halves.data(), size_of(x));
}

void clip(std::span<float> x, double bound) { kernels::table().clip(x.data(), size_of(x), number(bound)); }

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
