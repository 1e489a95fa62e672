/// A fast layer beside its reference: the same numbers through both, all four passes compared.
#pragma once

#include <bit>
#include <cmath>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/kernels.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/planner.hpp>
#include <memory>
#include <vector>
#include "nn/reference.hpp"

#include "support/catch.hpp"

namespace ganzoo::nn::test {

using reference::Numbers;

inline Numbers widened(std::span<const float> x) { return {x.begin(), x.end()}; }

/// A size as references take it.
inline std::size_t wide(int n) { return static_cast<std::size_t>(n); }

/// References, one behind the other.
template <class... Layers>
reference::LayerPtr chain(Layers... layers) {
  std::vector<reference::LayerPtr> list;
  (list.push_back(std::move(layers)), ...);
  return reference::sequential(std::move(list));
}

/// Largest difference, relative to the root mean square of the expected numbers (or to `floor`, where that is larger).
inline double distance(std::span<const float> actual, const Numbers& expected, double floor = 1e-3) {
  REQUIRE(actual.size() == expected.size());
  double square = 0, worst = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    square += expected[i] * expected[i];
    const double difference = std::abs(static_cast<double>(actual[i]) - expected[i]);
    worst = std::isnan(difference) ? INFINITY : std::max(worst, difference);
  }
  return worst / std::max(floor, std::sqrt(square / static_cast<double>(expected.size())));
}

/// Memory for one side of a layer.
struct Side {
  Shape shape;
  std::int64_t size;
  Buffer value, gradient, tangent, owed;

  Side(const Shape& s, int batch)
      : shape(s), size(batch * s.size()), value(size), gradient(size), tangent(size), owed(size) {}
  Port port() { return {shape, value.data(), gradient.data(), tangent.data(), owed.data()}; }
};

inline void fill(const Buffer& b, std::uint64_t seed) { Rng(seed, Purpose::other).fill_normal(b.span(), 0, 1); }

/// A layer planned alone, with random parameters and random inputs of all four passes.
struct Alone {
  Engine engine;
  Parameters parameters;
  PlanMemory memory;
  Side in, out;
  std::unique_ptr<Step> step;

  Alone(const LayerPtr& layer, const Shape& shape, Use use, std::uint64_t seed, Precision precision = Precision::fp32)
      : engine(precision), in(shape, use.batch), out(layer->output(shape), use.batch) {
    layer->declare(parameters, shape);
    parameters.allocate();
    for (std::size_t i = 0; i < parameters.entries().size(); ++i) {
      Rng(seed, Purpose::weights, i).fill_normal(parameters.value(static_cast<int>(i)), 0.1f, 0.7f);
    }
    use.input_gradient = use.weight_gradient = use.tangent = true;
    Planner planner(engine, parameters, memory);
    step = layer->plan(planner, use, in.port(), out.port());
    planner.finish();
    fill(in.value, seed + 1);
    fill(out.gradient, seed + 2);
    fill(in.tangent, seed + 3);
    fill(out.owed, seed + 4);
  }

  /// Makes bfloat16 numbers of all that enters, so that products in bfloat16 round nothing.
  void round() {
    std::vector<std::span<float>> all{in.value.span(), in.tangent.span(), out.gradient.span(), out.owed.span()};
    for (std::size_t i = 0; i < parameters.entries().size(); ++i) all.push_back(parameters.value(static_cast<int>(i)));
    for (const std::span<float> numbers : all) {
      for (float& x : numbers) {
        std::uint16_t half = 0;
        round_to_halves({&x, 1}, {&half, 1});
        x = std::bit_cast<float>(static_cast<std::uint32_t>(half) << 16);
      }
    }
  }
};

/// Runs all four passes of both and checks that they agree.
inline void compare(Alone& fast, reference::Layer& slow, double tolerance) {
  const std::size_t count = fast.parameters.entries().size();
  REQUIRE(slow.parameters.size() == count);
  for (std::size_t i = 0; i < count; ++i) slow.parameters[i] = widened(fast.parameters.value(static_cast<int>(i)));
  auto gradients_agree = [&] {
    for (std::size_t i = 0; i < count; ++i) {
      CAPTURE(fast.parameters.entries()[i].name);
      CHECK(distance(fast.parameters.gradient(static_cast<int>(i)), slow.gradients[i], 0.1) <= tolerance);
    }
  };
  // Read before the passes: a layer may overwrite its output gradient.
  const Numbers x = widened(fast.in.value.span()), g = widened(fast.out.gradient.span()),
                t = widened(fast.in.tangent.span()), owed = widened(fast.out.owed.span());
  fast.step->forward();
  CHECK(distance(fast.out.value.span(), slow.forward(x)) <= tolerance);
  fast.step->backward();
  CHECK(distance(fast.in.gradient.span(), slow.backward(g), 0.1) <= tolerance);
  gradients_agree();
  fast.step->tangent();
  CHECK(distance(fast.out.tangent.span(), slow.tangent(t), 0.1) <= tolerance);
  fast.step->tangent_backward();
  CHECK(distance(fast.in.owed.span(), slow.tangent_backward(owed), 0.1) <= tolerance);
  gradients_agree();
}

}  // namespace ganzoo::nn::test
