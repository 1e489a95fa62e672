// Convolutions, normalisations and spectral normalisation against numbers from an independent program: values,
// gradients, and the gradients of their gradients.
#include "gradcheck.hpp"
#include "pair.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;
using namespace ganzoo::nn::test;

namespace {

constexpr Conv strided{.kernel = 4, .stride = 2, .padding = 1};
const std::vector<std::pair<std::string, bool>> critics{{"conv_1x8x8_leaky_relu_0.2", true},
                                                        {"conv_1x8x8_linear", false}};
constexpr std::size_t channels = 4;  // before the flattening, which there runs over channels first

Network critic(const json& parameters, bool leaky) {
  Network network("critic", sequential({conv2d(4, strided), leaky ? leaky_relu(0.2) : nullptr, flatten(), dense(1)}),
                  Shape{8, 8, 1});
  assign(network.parameters().value(0), channels_last(parameters.at("conv_W")));
  assign(network.parameters().value(1), flat(parameters.at("conv_b")));
  assign(network.parameters().value(2), channels_last(parameters.at("lin_W"), channels));
  assign(network.parameters().value(3), flat(parameters.at("lin_b")));
  return network;
}

void check_critic(const Network& network, const json& expected, double tolerance) {
  check(network.parameters().gradient(0), channels_last(expected.at("conv_W")), tolerance);
  check(network.parameters().gradient(1), expected.at("conv_b"), tolerance);
  check(network.parameters().gradient(2), channels_last(expected.at("lin_W"), channels), tolerance);
  check(network.parameters().gradient(3), expected.at("lin_b"), tolerance);
}

/// loss_B = mean(softplus(y)·tanh(y)): its first and second derivative by y, times the number of y.
double softplus_of(double y) { return std::log1p(std::exp(y)); }
double slope_of(double y) {
  const double t = std::tanh(y);
  return sigmoid_of(y) * t + softplus_of(y) * (1 - t * t);
}
double bend_of(double y) {
  const double s = sigmoid_of(y), t = std::tanh(y), u = 1 - t * t;
  return s * (1 - s) * t + 2 * s * u - 2 * softplus_of(y) * t * u;
}

struct Example {
  const char* name;
  LayerPtr layer;
  Shape in;
  int batch;
  std::vector<const char*> parameters{"W", "b"};
};

std::vector<Example> examples() {
  const std::vector<const char*> affine{"gamma", "beta"};
  return {{"convT_2x4x4_to_1x8x8", conv_transpose2d(1, strided), {4, 4, 2}, 2},
          {"convT_2x4x4_to_1x8x8_tanh", sequential({conv_transpose2d(1, strided), tanh()}), {4, 4, 2}, 2},
          {"conv_2x6x6_to_3x6x6_k3s1p1", conv2d(3, {.kernel = 3, .padding = 1}), {6, 6, 2}, 2},
          {"convT_3x3x3_to_2x5x5_k3s2p1", conv_transpose2d(2, {.kernel = 3, .stride = 2, .padding = 1}), {3, 3, 3}, 2},
          {"batchnorm1d", batch_norm(), {4}, 6, affine},
          {"batchnorm2d", batch_norm(), {4, 4, 2}, 3, affine},
          {"layernorm", layer_norm(), {6}, 4, affine}};
}

void check_all(const Alone& alone, const Example& example, const json& gradients, std::span<const float> x,
               double tolerance) {
  check(x, channels_last(gradients.at("x")), tolerance);
  for (std::size_t i = 0; i < example.parameters.size(); ++i) {
    CAPTURE(example.parameters[i]);
    check(alone.parameters.gradient(static_cast<int>(i)), channels_last(gradients.at(example.parameters[i])),
          tolerance);
  }
}

}  // namespace

TEST_CASE("layers of images compute and differentiate as the reference does, twice", "[unit]") {
  for (const Example& example : examples()) {
    CAPTURE(example.name);
    const json& reference = cases().at(example.name);
    Alone alone(example.layer, example.in, {.batch = example.batch}, 1);
    assign(alone.in.value.span(), channels_last(reference.at("inputs").at("x")));
    for (std::size_t i = 0; i < example.parameters.size(); ++i) {
      assign(alone.parameters.value(static_cast<int>(i)),
             channels_last(reference.at("inputs").at(example.parameters[i])));
    }
    alone.step->forward();
    check(alone.out.value.span(), channels_last(reference.at("output")), 1e-6);

    assign(alone.out.gradient.span(), channels_last(reference.at("R")));
    alone.step->backward();
    check_all(alone, example, reference.at("loss_A = sum(y*R)").at("grad"), alone.in.gradient.span(), 2e-6);

    const Numbers y = widened(alone.out.value.span());
    const double n = static_cast<double>(y.size());
    for (std::size_t i = 0; i < y.size(); ++i) alone.out.gradient.span()[i] = static_cast<float>(slope_of(y[i]) / n);
    alone.step->backward();
    check_all(alone, example, reference.at("loss_B = mean(softplus(y)*tanh(y))").at("grad"), alone.in.gradient.span(),
              2e-6);

    const char* twice = "double_backward: S = sum((dloss_B/dx)^2)";
    if (!reference.contains(twice)) continue;
    // dS = u·d(Jᵀg) with u = 2·Jᵀg, where g moves with y.
    for (std::int64_t i = 0; i < alone.in.size; ++i) alone.in.tangent.data()[i] = 2 * alone.in.gradient.data()[i];
    alone.step->tangent();
    for (std::size_t i = 0; i < y.size(); ++i) {
      const double tangent = static_cast<double>(alone.out.tangent.data()[i]);
      alone.out.owed.data()[i] = static_cast<float>(bend_of(y[i]) / n * tangent);
    }
    std::ranges::fill(alone.parameters.gradients(), 0.f);
    alone.step->tangent_backward();
    check_all(alone, example, reference.at(twice).at("grad"), alone.in.owed.span(), 4e-6);
  }
}

TEST_CASE("convolutional critics score and differentiate as the reference does", "[unit]") {
  Engine engine;
  for (const auto& [name, leaky] : critics) {
    const json& reference = cases().at(name);
    Network network = critic(reference.at("params"), leaky);
    const int n = 3;
    auto plan = network.plan(engine, {.batch = 2 * n, .input_gradient = true, .weight_gradient = true});
    assign(plan->input().slice(0, n).flat(), channels_last(reference.at("x_real")));
    assign(plan->input().slice(n, n).flat(), channels_last(reference.at("x_fake")));
    plan->forward();
    check(plan->output().slice(0, n).flat(), reference.at("D_real"), 1e-6);
    check(plan->output().slice(n, n).flat(), reference.at("D_fake"), 1e-6);
    for (const Loss& loss : losses) {
      CAPTURE(name, loss.name);
      if (!reference.at("losses").contains(loss.name)) continue;
      const json& expected = reference.at("losses").at(loss.name).at("grad");
      for (std::int64_t i = 0; i < 2 * n; ++i) {
        const double v = static_cast<double>(plan->output()(i, 0));
        plan->output_gradient()(i, 0) = static_cast<float>((i < n ? loss.real(v) : loss.fake(v)) / n);
      }
      plan->backward();
      check_critic(network, expected, 2e-6);
      check(plan->input_gradient().slice(0, n).flat(), channels_last(expected.at("x_real")), 2e-6);
      check(plan->input_gradient().slice(n, n).flat(), channels_last(expected.at("x_fake")), 2e-6);
    }
  }
}

TEST_CASE("gradient penalties on convolutions equal the double backward of an independent program", "[unit]") {
  Engine engine;
  for (const auto& [name, leaky] : critics) {
    const json& reference = cases().at(name);
    for (const Penalty& penalty : penalties) {
      CAPTURE(name, penalty.name);
      Network network = critic(reference.at("params"), leaky);
      const int n = 3;
      auto plan = network.plan(engine, {.batch = n, .input_gradient = true, .tangent = true});
      const bool between = std::string(penalty.points) == "xhat";
      assign(plan->input().flat(),
             channels_last(between ? reference.at("penalty_extra").at("xhat") : reference.at(penalty.points)));
      plan->forward();
      for (float& g : plan->output_gradient().flat()) g = 1;
      plan->backward();
      double value = 0;
      for (std::int64_t i = 0; i < n; ++i) {
        double square = 0;
        for (const float g : plan->input_gradient().row(i)) square += static_cast<double>(g) * static_cast<double>(g);
        const double norm = std::sqrt(square);
        value += penalty.value(norm) / n;
        for (std::int64_t j = 0; j < 64; ++j) {
          plan->input_tangent()(i, j) =
              static_cast<float>(penalty.factor(norm) / n * static_cast<double>(plan->input_gradient()(i, j)));
        }
      }
      const json& expected = reference.at("penalties").at(penalty.name);
      CHECK(std::abs(value - expected.at("value").get<double>()) <= 2e-6 * (1 + value));
      plan->tangent();
      plan->tangent_backward();
      check_critic(network, expected.at("grad"), 4e-6);
    }
  }
}

TEST_CASE("a generator of images learns through its critic as the reference does", "[unit]") {
  Engine engine;
  const json& reference = cases().at("chain_conv_bn");
  Network judge = critic(reference.at("D_params"), true);
  Network make("generator", sequential({batch_norm(), leaky_relu(0.2), conv_transpose2d(1, strided), tanh()}),
               Shape{4, 4, 2});
  const std::vector<const char*> names{"bn_gamma", "bn_beta", "convT_W", "convT_b"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    assign(make.parameters().value(static_cast<int>(i)), channels_last(reference.at("G_params").at(names[i])));
  }
  const int n = 3;
  auto score = judge.plan(engine, {.batch = n, .input_gradient = true, .weight_gradient = true});
  auto fake =
      make.plan(engine, {.batch = n, .input_gradient = true, .weight_gradient = true},
                {.output = score->input().data, .output_gradient = const_cast<float*>(score->input_gradient().data)});
  assign(fake->input().flat(), channels_last(reference.at("z")));
  fake->forward();
  check(fake->output().flat(), channels_last(reference.at("x_fake")), 1e-6);
  score->forward();
  check(score->output().flat(), reference.at("D_fake"), 1e-6);
  for (const Loss& loss : losses) {
    CAPTURE(loss.name);
    if (std::string(loss.name)[0] != 'g') continue;
    const json& expected = reference.at("losses").at(loss.name);
    for (std::int64_t i = 0; i < n; ++i) {
      score->output_gradient()(i, 0) = static_cast<float>(loss.fake(static_cast<double>(score->output()(i, 0))) / n);
    }
    score->backward();
    fake->backward();
    check_critic(judge, expected.at("grad_D"), 2e-6);
    check(fake->input_gradient().flat(), channels_last(expected.at("grad_z")), 4e-6);
    for (std::size_t i = 0; i < names.size(); ++i) {
      check(make.parameters().gradient(static_cast<int>(i)), channels_last(expected.at("grad_G").at(names[i])), 4e-6);
    }
  }
}

TEST_CASE("batch norm of images keeps the reference's running statistics", "[unit]") {
  Engine engine;
  const json& reference = cases().at("batchnorm2d");
  const json& running = reference.at("running_update (momentum 0.1, unbiased variance)");
  Network network("n", batch_norm(0.1, 1e-5), Shape{4, 4, 2});
  assign(network.parameters().value(0), flat(reference.at("inputs").at("gamma")));
  assign(network.parameters().value(1), flat(reference.at("inputs").at("beta")));
  assign(network.parameters().statistic(0), flat(running.at("running_mean_before")));
  assign(network.parameters().statistic(1), flat(running.at("running_var_before")));
  auto inference = network.plan(engine, {.batch = 3, .training = false});
  assign(inference->input().flat(), channels_last(reference.at("inputs").at("x")));
  inference->forward();
  check(inference->output().flat(), channels_last(reference.at("eval_mode_output (running stats before)")), 1e-6);
  auto plan = network.plan(engine, {.batch = 3, .weight_gradient = true});
  assign(plan->input().flat(), channels_last(reference.at("inputs").at("x")));
  plan->forward();
  check(network.parameters().statistic(0), running.at("running_mean_after"), 1e-6);
  check(network.parameters().statistic(1), running.at("running_var_after"), 1e-6);
}

TEST_CASE("spectral normalisation iterates, divides and differentiates as the reference does", "[unit]") {
  for (const json& reference : cases().at("spectral_norm")) {
    const int out = static_cast<int>(reference.at("W").size()), in = static_cast<int>(reference.at("W")[0].size());
    for (const json& power : reference.at("power")) {
      Alone alone(spectral_norm(dense(out, {}, false)), Shape{in}, {.batch = in, .update_statistics = true}, 1);
      assign(alone.parameters.value(0), flat(reference.at("W")));
      assign(alone.parameters.statistic(0), flat(reference.at("u0")));
      // On the identity the layer puts out W̄ᵀ, and its weight gradient is the output gradient's transpose.
      for (int i = 0; i < in * in; ++i) alone.in.value.data()[i] = i / in == i % in ? 1.f : 0.f;
      for (int i = 0; i < power.at("iterations").get<int>(); ++i) alone.step->forward();
      check(alone.parameters.statistic(0), power.at("u"), 2e-6);
      const auto transposed = [&](const json& matrix) {
        Numbers t(static_cast<std::size_t>(in * out));
        const Numbers m = flat(matrix);
        for (std::size_t i = 0; i < m.size(); ++i) {
          t[i % static_cast<std::size_t>(in) * static_cast<std::size_t>(out) + i / static_cast<std::size_t>(in)] = m[i];
        }
        return t;
      };
      check(alone.out.value.span(), transposed(power.at("W_sn")), 2e-6);
      assign(alone.out.gradient.span(), transposed(reference.at("R")));
      alone.step->backward();
      check(alone.parameters.gradient(0), power.at("grad_W of sum(R*W/sigma), u and v held constant"), 4e-6);
    }
  }
}
