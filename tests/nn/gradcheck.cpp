// Scores, loss gradients and double-backward penalties of small critics, against numbers from an independent program.
#include "gradcheck.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;
using namespace ganzoo::nn::test;

namespace {

const std::vector<std::pair<std::string, std::string>> critics{{"mlp_3_5_4_1_leaky_relu_0.2", "leaky_relu"},
                                                               {"mlp_3_5_4_1_tanh", "tanh"},
                                                               {"mlp_3_5_4_1_sigmoid", "sigmoid"},
                                                               {"mlp_3_5_4_1_softplus", "softplus"},
                                                               {"mlp_3_5_4_1_maxout_2", "maxout"}};

Network critic(const json& reference, const std::string& activation_name) {
  std::vector<LayerPtr> layers;
  for (const int width : {5, 4}) {
    if (activation_name == "maxout") {
      layers.push_back(maxout(width, 2));
    } else {
      layers.push_back(dense(width));
      layers.push_back(activation(activation_name, 0.2));
    }
  }
  layers.push_back(dense(1));
  Network network("critic", sequential(layers), Shape{3});
  int index = 0;
  for (const char* name : {"W1", "b1", "W2", "b2", "W3", "b3"}) {
    assign(network.parameters().value(index++), flat(reference.at("params").at(name)));
  }
  return network;
}

void check_gradients(const Network& network, const json& expected, double tolerance) {
  int index = 0;
  for (const char* name : {"W1", "b1", "W2", "b2", "W3", "b3"}) {
    CAPTURE(name);
    check(network.parameters().gradient(index++), expected.at(name), tolerance);
  }
}

}  // namespace

TEST_CASE("critics of five activations score and differentiate as the reference does", "[unit]") {
  Engine engine;
  for (const auto& [name, activation_name] : critics) {
    const json& reference = cases().at(name);
    Network network = critic(reference, activation_name);
    // Real and fake pass as one batch, real above fake.
    const int n = 6;
    auto plan = network.plan(engine, {.batch = 2 * n, .input_gradient = true, .weight_gradient = true});
    assign(plan->input().slice(0, n).flat(), flat(reference.at("x_real")));
    assign(plan->input().slice(n, n).flat(), flat(reference.at("x_fake")));
    plan->forward();
    check(plan->output().slice(0, n).flat(), reference.at("D_real"), 1e-6);
    check(plan->output().slice(n, n).flat(), reference.at("D_fake"), 1e-6);
    for (const Loss& loss : losses) {
      CAPTURE(name, loss.name);
      const json& expected = reference.at("losses").at(loss.name).at("grad");
      for (std::int64_t i = 0; i < 2 * n; ++i) {
        const double v = static_cast<double>(plan->output()(i, 0));
        plan->output_gradient()(i, 0) = static_cast<float>((i < n ? loss.real(v) : loss.fake(v)) / n);
      }
      plan->backward();
      check_gradients(network, expected, 2e-6);
      check(plan->input_gradient().slice(0, n).flat(), expected.at("x_real"), 2e-6);
      check(plan->input_gradient().slice(n, n).flat(), expected.at("x_fake"), 2e-6);
    }
  }
}

TEST_CASE("gradient penalties equal the double backward of an independent program", "[unit]") {
  Engine engine;
  for (const auto& [name, activation_name] : critics) {
    const json& reference = cases().at(name);
    for (const Penalty& penalty : penalties) {
      CAPTURE(name, penalty.name);
      Network network = critic(reference, activation_name);
      const int n = 6;
      auto plan = network.plan(engine, {.batch = n, .input_gradient = true, .tangent = true});
      const bool between = std::string(penalty.points) == "xhat";
      assign(plan->input().flat(),
             flat(between ? reference.at("penalty_extra").at("xhat") : reference.at(penalty.points)));
      plan->forward();
      for (float& g : plan->output_gradient().flat()) g = 1;
      plan->backward();
      double value = 0;
      for (std::int64_t i = 0; i < n; ++i) {
        double square = 0;
        for (const float g : plan->input_gradient().row(i)) square += static_cast<double>(g) * static_cast<double>(g);
        const double norm = std::sqrt(square);
        value += penalty.value(norm) / n;
        for (std::int64_t j = 0; j < 3; ++j) {
          plan->input_tangent()(i, j) =
              static_cast<float>(penalty.factor(norm) / n * static_cast<double>(plan->input_gradient()(i, j)));
        }
      }
      const json& expected = reference.at("penalties").at(penalty.name);
      CHECK(std::abs(value - expected.at("value").get<double>()) <= 2e-6 * (1 + value));
      plan->tangent();
      plan->tangent_backward();
      check_gradients(network, expected.at("grad"), 4e-6);
    }
  }
}

TEST_CASE("batch norm equals the reference in training, in inference and in its running statistics", "[unit]") {
  Engine engine;
  const json& reference = cases().at("batchnorm1d");
  Network network("n", batch_norm(0.1, 1e-5), Shape{4});
  assign(network.parameters().value(0), flat(reference.at("inputs").at("gamma")));
  assign(network.parameters().value(1), flat(reference.at("inputs").at("beta")));
  const json& running = reference.at("running_update (momentum 0.1, unbiased variance)");
  assign(network.parameters().statistic(0), flat(running.at("running_mean_before")));
  assign(network.parameters().statistic(1), flat(running.at("running_var_before")));

  auto inference = network.plan(engine, {.batch = 6, .training = false});
  assign(inference->input().flat(), flat(reference.at("inputs").at("x")));
  inference->forward();
  check(inference->output().flat(), reference.at("eval_mode_output (running stats before)"), 1e-6);

  auto plan = network.plan(engine, {.batch = 6, .input_gradient = true, .weight_gradient = true});
  assign(plan->input().flat(), flat(reference.at("inputs").at("x")));
  plan->forward();
  check(plan->output().flat(), reference.at("output"), 1e-6);
  check(network.parameters().statistic(0), running.at("running_mean_after"), 1e-6);
  check(network.parameters().statistic(1), running.at("running_var_after"), 1e-6);

  assign(plan->output_gradient().flat(), flat(reference.at("R")));
  plan->backward();
  const json& expected = reference.at("loss_A = sum(y*R)").at("grad");
  check(plan->input_gradient().flat(), expected.at("x"), 2e-6);
  check(network.parameters().gradient(0), expected.at("gamma"), 2e-6);
  check(network.parameters().gradient(1), expected.at("beta"), 2e-6);
}

TEST_CASE("a generator learns through the critic as the reference's chain of both does", "[unit]") {
  Engine engine;
  const json& reference = cases().at("chain_mlp");
  Network generator("generator", sequential({dense(6), leaky_relu(0.2), dense(3)}), Shape{2});
  Network judge("critic", sequential({dense(5), leaky_relu(0.2), dense(4), leaky_relu(0.2), dense(1)}), Shape{3});
  const auto load = [](const Network& network, const json& from, std::initializer_list<const char*> names) {
    int index = 0;
    for (const char* name : names) assign(network.parameters().value(index++), flat(from.at(name)));
  };
  load(generator, reference.at("G_params"), {"W1", "b1", "W2", "b2"});
  load(judge, reference.at("D_params"), {"W1", "b1", "W2", "b2", "W3", "b3"});
  const int n = 5;
  auto score = judge.plan(engine, {.batch = n, .input_gradient = true});
  auto make = generator.plan(engine, {.batch = n, .input_gradient = true, .weight_gradient = true},
                             {.output = score->input().data});
  assign(make->input().flat(), flat(reference.at("z")));
  make->forward();
  score->forward();
  check(make->output().flat(), reference.at("x_fake"), 1e-6);
  check(score->output().flat(), reference.at("D_fake"), 1e-6);
  const std::vector<std::pair<const char*, std::function<double(double)>>> of_generators{
      {"g_minimax", [](double v) { return -sigmoid_of(v); }},
      {"g_nonsaturating", [](double v) { return -sigmoid_of(-v); }},
      {"g_wgan", [](double) { return -1.0; }},
      {"g_fgan_minimax:kl", [](double v) { return -std::exp(v - 1); }},
      {"g_fgan_alternative:kl", [](double) { return -1.0; }},
      {"g_fgan_minimax:reverse_kl", [](double) { return -1.0; }},
      {"g_fgan_minimax:pearson", [](double v) { return -(1 + v / 2); }}};
  for (const auto& [name, slope] : of_generators) {
    CAPTURE(name);
    const json& expected = reference.at("losses").at(name);
    for (std::int64_t i = 0; i < n; ++i)
      score->output_gradient()(i, 0) = static_cast<float>(slope(static_cast<double>(score->output()(i, 0))) / n);
    score->backward();
    std::ranges::copy(score->input_gradient().flat(), make->output_gradient().flat().begin());
    make->backward();
    int index = 0;
    for (const char* weight : {"W1", "b1", "W2", "b2"})
      check(generator.parameters().gradient(index++), expected.at("grad_G").at(weight), 2e-6);
    check(make->input_gradient().flat(), expected.at("grad_z"), 2e-6);
  }
}
