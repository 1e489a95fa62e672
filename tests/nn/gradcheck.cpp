// Scores, loss gradients and double-backward penalties of small critics, against numbers from an independent program.
#include "gradcheck_twin.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;
using namespace ganzoo::nn::test;

namespace {

const std::vector<std::pair<std::string, std::string>> critics{{"mlp_3_5_4_1_leaky_relu_0.2", "leaky_relu"},
                                                               {"mlp_3_5_4_1_tanh", "tanh"},
                                                               {"mlp_3_5_4_1_sigmoid", "sigmoid"},
                                                               {"mlp_3_5_4_1_softplus", "softplus"},
                                                               {"mlp_3_5_4_1_maxout_2", "maxout"}};

Twin critic(const std::string& activation_name) {
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
  return {sequential(layers), Shape{3}, {{"W1"}, {"b1"}, {"W2"}, {"b2"}, {"W3"}, {"b3"}}};
}

}  // namespace

TEST_CASE("critics of five activations score and differentiate as the reference does", "[unit]") {
  for (const auto& [name, activation_name] : critics) {
    CAPTURE(name);
    check_losses(critic(activation_name), cases().at(name), losses);
  }
}

TEST_CASE("gradient penalties equal the double backward of an independent program", "[unit]") {
  for (const auto& [name, activation_name] : critics) {
    CAPTURE(name);
    check_penalties(critic(activation_name), cases().at(name));
  }
}

TEST_CASE("batch norm equals the reference in training, in inference and in its running statistics", "[unit]") {
  Engine engine;
  const json& reference = cases().at("batchnorm1d");
  const Twin norm{batch_norm(0.1, 1e-5), Shape{4}, {{"gamma"}, {"beta"}}};
  Network network = norm.network(reference.at("inputs"));
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
  norm.check_gradients(network, expected, 2e-6);
}

TEST_CASE("a generator learns through the critic as the reference's chain of both does", "[unit]") {
  Engine engine;
  const json& reference = cases().at("chain_mlp");
  const Twin making{sequential({dense(6), leaky_relu(0.2), dense(3)}), Shape{2}, {{"W1"}, {"b1"}, {"W2"}, {"b2"}}};
  Network generator = making.network(reference.at("G_params"));
  Network judge = critic("leaky_relu").network(reference.at("D_params"));
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
    making.check_gradients(generator, expected.at("grad_G"), 2e-6);
    check(make->input_gradient().flat(), expected.at("grad_z"), 2e-6);
  }
}
