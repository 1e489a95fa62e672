// Convolutions, normalisations and spectral normalisation against numbers from an independent program: values,
// gradients, and the gradients of their gradients.
#include "gradcheck_twin.hpp"
#include "pair.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;
using namespace ganzoo::nn::test;

namespace {

constexpr Conv strided{.kernel = 4, .stride = 2, .padding = 1};
const std::vector<std::pair<std::string, bool>> critics{{"conv_1x8x8_leaky_relu_0.2", true},
                                                        {"conv_1x8x8_linear", false}};

Twin critic(bool leaky) {
  const auto flattened = [](const json& rows) { return channels_last(rows, 4); };  // there channels come first
  return {sequential({conv2d(4, strided), leaky ? leaky_relu(0.2) : nullptr, flatten(), dense(1)}),
          Shape{8, 8, 1},
          {{"conv_W"}, {"conv_b"}, {"lin_W", flattened}, {"lin_b"}}};
}

/// Those that the reference has of its critics of images.
std::vector<Loss> losses_in(const json& reference) {
  std::vector<Loss> there;
  std::ranges::copy_if(losses, std::back_inserter(there),
                       [&](const Loss& loss) { return reference.at("losses").contains(loss.name); });
  return there;
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
  for (const auto& [name, leaky] : critics) {
    CAPTURE(name);
    check_losses(critic(leaky), cases().at(name), losses_in(cases().at(name)));
  }
}

TEST_CASE("gradient penalties on convolutions equal the double backward of an independent program", "[unit]") {
  for (const auto& [name, leaky] : critics) {
    CAPTURE(name);
    check_penalties(critic(leaky), cases().at(name));
  }
}

TEST_CASE("a generator of images learns through its critic as the reference does", "[unit]") {
  Engine engine;
  const json& reference = cases().at("chain_conv_bn");
  const Twin judging = critic(true);
  const Twin making{sequential({batch_norm(), leaky_relu(0.2), conv_transpose2d(1, strided), tanh()}),
                    Shape{4, 4, 2},
                    {{"bn_gamma"}, {"bn_beta"}, {"convT_W"}, {"convT_b"}}};
  Network judge = judging.network(reference.at("D_params")), make = making.network(reference.at("G_params"));
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
    judging.check_gradients(judge, expected.at("grad_D"), 2e-6);
    check(fake->input_gradient().flat(), channels_last(expected.at("grad_z")), 4e-6);
    making.check_gradients(make, expected.at("grad_G"), 4e-6);
  }
}

TEST_CASE("batch norm of images keeps the reference's running statistics", "[unit]") {
  Engine engine;
  const json& reference = cases().at("batchnorm2d");
  const json& running = reference.at("running_update (momentum 0.1, unbiased variance)");
  const Twin norm{batch_norm(0.1, 1e-5), Shape{4, 4, 2}, {{"gamma"}, {"beta"}}};
  Network network = norm.network(reference.at("inputs"));
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
