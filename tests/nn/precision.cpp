// Products in bfloat16 and in split bfloat16: what they round, what they do not, and that copies are never stale.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <ganzoo/core/cpu_level.hpp>
#include <ganzoo/core/crew.hpp>
#include <ganzoo/nn/detail/kernel_table.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/kernels.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/network.hpp>
#include <limits>

#include "bfloat16.hpp"
#include "support/catch.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;
using test::without_bfloat16;

namespace {

std::uint16_t half(float x) {
  std::uint16_t h = 0;
  round_to_halves({&x, 1}, {&h, 1});
  return h;
}

float widened(std::uint16_t h) {
  const std::uint32_t bits = std::uint32_t{h} << 16;
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

double rounded(float x) { return static_cast<double>(widened(half(x))); }
double exact(float x) { return static_cast<double>(x); }

void fill(std::span<float> x, std::uint64_t stream) { Rng(stream, Purpose::other).fill_normal(x, 0, 1); }

/// The products of one dense layer [rows, in] → out at a precision, and the numbers they are made of.
struct Products {
  Products(Precision precision, int rows, int in, int out)
      : engine(precision), network("n", dense(out, {.law = Init::Law::normal, .scale = 1}), Shape{in}) {
    network.parameters().initialise(5);
    fill(network.parameters().value(1), 8);
    plan = network.plan(engine, {.batch = rows, .input_gradient = true, .weight_gradient = true});
    fill(plan->input().flat(), 6);
    plan->forward();
    fill(plan->output_gradient().flat(), 7);
    plan->backward();
  }

  ConstMatrix x() const { return plan->input(); }
  ConstMatrix delta() const { return plan->output_gradient(); }
  ConstMatrix weight() const {
    return {network.parameters().numbers().data(), plan->output().columns, plan->input().columns};
  }
  ConstMatrix weight_gradient() const {
    return {network.parameters().gradient(0).data(), weight().rows, weight().columns};
  }

  Engine engine;
  Network network;
  std::unique_ptr<Plan> plan;
};

struct Errors {
  double largest = 0, root_mean_square = 0;

  friend Errors worse(const Errors& a, const Errors& b) {
    return {std::max(a.largest, b.largest), std::max(a.root_mean_square, b.root_mean_square)};
  }
};

/// The errors of c = Σ_k a(i, k)·b(j, k) + bias, over Σ|a·b|, where every operand is read by `read`.
template <class A, class B>
Errors error(ConstMatrix c, std::int64_t depth, const A& a, const B& b, double (*read)(float),
             std::span<const float> bias = {}) {
  double worst = 0, squares = 0;
  for (std::int64_t i = 0; i < c.rows; ++i)
    for (std::int64_t j = 0; j < c.columns; ++j) {
      double sum = bias.empty() ? 0 : exact(bias[static_cast<std::size_t>(j)]), weight = std::abs(sum);
      for (std::int64_t k = 0; k < depth; ++k) {
        const double term = read(a(i, k)) * read(b(j, k));
        sum += term;
        weight += std::abs(term);
      }
      const double relative = std::abs(exact(c(i, j)) - sum) / weight;
      worst = std::max(worst, relative);
      squares += relative * relative;
    }
  return {worst, std::sqrt(squares / static_cast<double>(c.size()))};
}

/// Over the three products of the layer.
Errors worst_error(const Products& p, double (*read)(float)) {
  const ConstMatrix x = p.x(), w = p.weight(), d = p.delta();
  const auto by_row = [](ConstMatrix m) { return [m](std::int64_t i, std::int64_t k) { return m(i, k); }; };
  const auto by_column = [](ConstMatrix m) { return [m](std::int64_t j, std::int64_t k) { return m(k, j); }; };
  return worse(error(p.plan->output(), x.columns, by_row(x), by_row(w), read, p.network.parameters().value(1)),
               worse(error(p.plan->input_gradient(), w.rows, by_row(d), by_column(w), read),
                     error(p.weight_gradient(), x.rows, by_column(d), by_column(x), read)));
}

}  // namespace

TEST_CASE("rounding to bfloat16 is to nearest, ties to even, and keeps what is not a number", "[unit]") {
  CHECK(half(1.0f) == 0x3f80);
  CHECK(half(-2.0f) == 0xc000);
  CHECK(half(1.0f + 0x1p-8f) == 0x3f80);            // half-way: to the even one below
  CHECK(half(1.0f + 0x1p-7f + 0x1p-8f) == 0x3f82);  // half-way: to the even one above
  CHECK(half(1.0f + 0x1p-8f + 0x1p-23f) == 0x3f81);
  CHECK(half(std::numeric_limits<float>::max()) == 0x7f80);
  CHECK(half(-std::numeric_limits<float>::infinity()) == 0xff80);
  CHECK(std::isnan(widened(half(std::numeric_limits<float>::quiet_NaN()))));
  CHECK(half(-0.0f) == 0x8000);
}

TEST_CASE("every instruction set rounds and splits alike", "[unit]") {
  std::vector<float> x(7 * 33);
  fill(x, 1);
  x[5] = std::numeric_limits<float>::infinity();
  const auto of = [&](const kernels::Table& t) {
    std::vector<std::uint16_t> halves(4 * x.size());
    t.to_halves(x.data(), halves.data(), static_cast<std::int64_t>(x.size()));
    t.to_split(x.data(), 7, 33, halves.data() + x.size(), 99, 66, 33);
    return halves;
  };
  const auto base = of(kernels::table_of(2));
  if (cpu_level(nullptr) >= 3) CHECK(of(kernels::table_of(3)) == base);
  if (cpu_level(nullptr) >= 4) CHECK(of(kernels::table_of(4)) == base);
  // high + low is the number to sixteen bits.
  for (int i = 0; i < 33; ++i) {
    const std::size_t row = x.size() + 99 * 3, at = row + static_cast<std::size_t>(i);
    CHECK(base[at] == base[at + 66]);
    const double sum = exact(widened(base[at])) + exact(widened(base[at + 33])), number = exact(x[33 * 3 + i]);
    CHECK(std::abs(sum - number) <= 0x1p-16 * std::abs(number));
  }
}

TEST_CASE("products in bf16 are exact in operands rounded once", "[unit]") {
  if (without_bfloat16()) return;
  for (const auto& [rows, in, out] : {std::tuple{32, 48, 40}, {17, 3, 5}, {64, 129, 1}, {1, 1, 1}, {128, 100, 240}}) {
    CAPTURE(rows, in, out);
    const Products p(Precision::bf16, rows, in, out);
    CHECK(worst_error(p, rounded).largest <= 1e-6);
    for (const std::string& name : p.plan->implementations()) CHECK(name.find("ref") == std::string::npos);
  }
}

TEST_CASE("split products err as a product of floats does", "[unit]") {
  if (without_bfloat16()) return;
  for (const auto& [rows, in, out] : {std::tuple{64, 48, 48}, {128, 256, 240}, {128, 1200, 64}, {64, 129, 1}}) {
    CAPTURE(rows, in, out);
    const Errors split = worst_error(Products(Precision::split, rows, in, out), exact);
    // Of each term, both operands' rounding to sixteen bits and the product of the low parts, at most 2⁻¹⁶ each.
    CHECK(split.largest <= 3 * 0x1p-16);
    if (out > 1) CHECK(split.root_mean_square <= 1.1e-6);
  }
  CHECK(worst_error(Products(Precision::fp32, 128, 256, 240), exact).largest <= 1.1e-6);
  CHECK(worst_error(Products(Precision::bf16, 128, 256, 240), exact).root_mean_square >= 1e-4);  // tells them apart
}

namespace {

/// Loss, penalty on input gradients and all: the weight gradient of a critic on 24 samples.
std::vector<float> gradient(const LayerPtr& layer, const Shape& in, Precision precision) {
  Engine engine(precision);
  Network critic("n", layer, in);
  critic.parameters().initialise(2);
  auto plan = critic.plan(engine, {.batch = 24, .input_gradient = true, .weight_gradient = true, .tangent = true});
  fill(plan->input().flat(), 1);
  fill(plan->input_tangent().flat(), 2);
  plan->forward();
  std::ranges::fill(plan->output_gradient().flat(), 1.f);
  plan->backward();
  plan->tangent();
  plan->tangent_backward();
  const auto g = critic.parameters().gradients();
  return {g.begin(), g.end()};
}

double distance(const std::vector<float>& a, const std::vector<float>& b) {
  double square = 0, of = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    square += std::pow(exact(a[i]) - exact(b[i]), 2);
    of += std::pow(exact(a[i]), 2);
  }
  return std::sqrt(square / of);
}

}  // namespace

TEST_CASE("gradients and their penalties come out the same at each precision, to its rounding", "[unit]") {
  if (without_bfloat16()) return;
  const Conv strided{.kernel = 4, .stride = 2, .padding = 1};
  const std::vector<std::pair<LayerPtr, Shape>> critics{
      {sequential({dense(32), tanh(), dense(32), leaky_relu(0.2), dense(1)}), Shape{16}},
      {sequential({maxout(32, 2), maxout(16, 3), dense(1)}), Shape{16}},
      {sequential({spectral_norm(dense(32)), leaky_relu(0.2), spectral_norm(dense(1))}), Shape{16}},
      {sequential({conv2d(16, strided), leaky_relu(0.2), conv2d(32, strided), tanh(), flatten(), dense(1)}),
       Shape{16, 16, 16}},
      {sequential({conv_transpose2d(32, strided), relu(), conv_transpose2d(16, strided), flatten(), dense(1)}),
       Shape{4, 4, 32}},
      {residual(sequential({dense(16), tanh(), dense(16)}), dense(16)), Shape{16}}};
  for (const auto& [layer, in] : critics) {
    CAPTURE(layer->name(), to_string(in));
    const auto fp32 = gradient(layer, in, Precision::fp32);
    CHECK(distance(fp32, gradient(layer, in, Precision::split)) <= 1e-5);
    const double rounded = distance(fp32, gradient(layer, in, Precision::bf16));
    CHECK(rounded <= 2e-2);
    CHECK(rounded >= 1e-4);
  }
}

TEST_CASE("a penalty that shares the scores' pass rounds what it adds", "[unit]") {
  if (without_bfloat16()) return;
  const auto shared = [](Precision precision) {
    Engine engine(precision);
    Network critic("n", sequential({dense(32), leaky_relu(0.2), dense(32), leaky_relu(0.2), dense(1)}), Shape{16});
    critic.parameters().initialise(2);
    auto plan = critic.plan(
        engine, {.batch = 24, .input_gradient = true, .weight_gradient = true, .accumulate = true, .tangent = true});
    fill(plan->input().flat(), 1);
    fill(plan->input_tangent().flat(), 2);
    std::vector<float> weights(24);
    fill(weights, 3);
    plan->forward();
    std::ranges::fill(plan->output_gradient().flat(), 1.f);
    plan->backward_input();
    plan->tangent();
    plan->weighted_backward(weights);
    const auto g = critic.parameters().gradients();
    return std::vector<float>(g.begin(), g.end());
  };
  const auto fp32 = shared(Precision::fp32);
  CHECK(distance(fp32, shared(Precision::split)) <= 1e-5);
  CHECK(distance(fp32, shared(Precision::bf16)) <= 2e-2);
}

TEST_CASE("the rounded copy of the weights follows every way of changing them", "[unit]") {
  if (without_bfloat16()) return;
  Products p(Precision::bf16, 8, 4, 4);
  Parameters& parameters = p.network.parameters();
  const auto current = [&] {
    p.plan->forward();
    std::vector<std::uint16_t> halves(parameters.numbers().size());
    round_to_halves(parameters.numbers(), halves);
    return std::ranges::equal(parameters.halves(), halves);
  };
  CHECK(current());
  parameters.values()[3] = 7;
  CHECK(current());
  parameters.value(0)[2] = 5;
  CHECK(current());
  parameters.initialise(9);
  CHECK(current());
  std::vector<float> moment(parameters.numbers().size()), second(moment.size());
  sgd_update(parameters, moment, 0.1, 0, false);
  CHECK(current());
  clip(parameters, 0.25);
  CHECK(current());
}

TEST_CASE("an update of all parameters is the kernel's, whoever shares it, and rounds as it goes", "[unit]") {
  const auto run = [](int threads, bool halves, const auto& update) {
    Crew crew(threads);
    Parameters p;
    p.add("w", {101, 97}, {.law = Init::Law::normal, .scale = 1});
    p.allocate();
    p.initialise(3);
    p.share(crew);
    if (halves) p.keep_halves();
    fill(p.gradients(), 4);
    std::vector<float> first(p.numbers().size()), second(first.size());
    for (int i = 0; i < 3; ++i) update(p, first, second);
    if (halves) {
      std::vector<std::uint16_t> expected(p.numbers().size());
      round_to_halves(p.numbers(), expected);
      CHECK(std::ranges::equal(p.halves(), expected));
    }
    return std::vector<float>(p.numbers().begin(), p.numbers().end());
  };
  const AdamStep adam{
      .rate = 0.1, .beta1 = 0.5, .beta2 = 0.9, .epsilon = 1e-8, .beta1_product = 0.5, .beta2_product = 0.9};
  const auto compare = [&](const auto& plain, const auto& shared) {
    const auto expected = run(1, false, plain);
    for (const int threads : {1, 2, 3})
      for (const bool halves : {false, true}) CHECK(run(threads, halves, shared) == expected);
  };
  compare([&](auto& p, auto& m, auto& v) { adam_update(p.values(), p.gradients(), m, v, adam); },
          [&](auto& p, auto& m, auto& v) { adam_update(p, m, v, adam); });
  compare([](auto& p, auto&, auto& v) { rmsprop_update(p.values(), p.gradients(), v, 0.1, 0.9, 1e-8, true); },
          [](auto& p, auto&, auto& v) { rmsprop_update(p, v, 0.1, 0.9, 1e-8, true); });
  compare([](auto& p, auto& m, auto&) { sgd_update(p.values(), p.gradients(), m, 0.1, 0.9, false); },
          [](auto& p, auto& m, auto&) { sgd_update(p, m, 0.1, 0.9, false); });
  compare([](auto& p, auto&, auto&) { clip(p.values(), 0.5); }, [](auto& p, auto&, auto&) { clip(p, 0.5); });
}
