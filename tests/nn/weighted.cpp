// One pass for the gradient of the scores and of a penalty on the slope at the same samples, against one pass for each.
#include <cmath>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/network.hpp>

#include "support/catch.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;

namespace {

constexpr int batch = 7;

void fill(Matrix m, std::uint64_t stream) { Rng(5, Purpose::other, stream).fill_normal(m.flat(), 0, 1); }

/// ∇θ Σ weight·D(x) + Σ u·∇ₓD(x), by the two passes or by the one; on top of gradients that are 1.
std::vector<float> gradients(Network& network, Engine& engine, bool together) {
  const auto plan = network.plan(
      engine, {.batch = batch, .input_gradient = true, .weight_gradient = true, .accumulate = true, .tangent = true});
  OwnedMatrix weights(batch, 1);
  fill(weights, 1);
  fill(plan->input(), 2);
  fill(plan->input_tangent(), 3);
  std::ranges::fill(network.parameters().gradients(), 1.0F);
  plan->randomize(Rng(1, Purpose::other, 4));
  plan->forward();
  std::ranges::fill(plan->output_gradient().flat(), 1.0F);
  plan->backward_input();
  plan->tangent();
  if (together) {
    plan->weighted_backward(weights.view().flat());
  } else {
    plan->tangent_backward();
    std::ranges::copy(weights.view().flat(), plan->output_gradient().data);
    plan->backward();
  }
  std::vector<float> all;
  for (std::size_t i = 0; i < network.parameters().entries().size(); ++i) {
    const auto g = network.parameters().gradient(static_cast<int>(i));
    all.insert(all.end(), g.begin(), g.end());
  }
  return all;
}

struct Case {
  const char* what;
  Shape in;
  LayerPtr layer;
};

const std::vector<Case>& cases() {
  static const Init init{.law = Init::Law::normal, .scale = 0.4};
  static const Conv conv{.kernel = 4, .stride = 2, .padding = 1};
  static const std::vector<Case> all{
      {"linear", {3}, sequential({dense(1, init)})},
      {"linear without a bias", {3}, sequential({dense(1, init, false)})},
      {"relu", {3}, sequential({dense(5, init), relu(), dense(4, init, false), relu(), dense(1, init)})},
      {"leaky relu",
       {3},
       sequential({dense(20, init), leaky_relu(0.2), dense(17, init), leaky_relu(0.2), dense(1, init)})},
      {"dropout", {9}, sequential({dropout(0.2), dense(8, init), leaky_relu(0.1), dropout(0.5), dense(1, init)})},
      {"views",
       {2, 3, 1},
       sequential({flatten(), dense(6, init), reshape({2, 3, 1}), relu(), flatten(), dense(1, init)})},
      {"an activation first", {4}, sequential({relu(), dense(3, init), relu(), relu(), dense(1, init)})},
      {"images",
       {8, 8, 2},
       sequential({conv2d(3, conv), leaky_relu(0.2), average_pool(2), upsample(2), conv2d(4, conv), leaky_relu(0.2),
                   flatten(), dense(1, init)})},
      {"images, transposed", {4, 4, 2}, sequential({conv_transpose2d(3, conv), relu(), flatten(), dense(1, init)})},
  };
  return all;
}

}  // namespace

TEST_CASE("one weighted pass gives the gradients of scores and penalty together", "[unit]") {
  Engine engine;
  for (const Case& one : cases()) {
    CAPTURE(one.what);
    Network network("critic", one.layer, one.in);
    network.parameters().initialise(11);
    REQUIRE(network.linear_by_pieces());
    const std::vector<float> both = gradients(network, engine, false), once = gradients(network, engine, true);
    REQUIRE(both.size() == once.size());
    double scale = 1;
    for (const float g : both) scale = std::max(scale, std::abs(double{g}));
    for (std::size_t i = 0; i < both.size(); ++i) CHECK(std::abs(double{once[i]} - double{both[i]}) <= 2e-6 * scale);
  }
}

TEST_CASE("what bends, mixes samples or goes two ways at once is not linear by pieces", "[unit]") {
  for (const LayerPtr& layer : {tanh(), sigmoid(), softplus(), elu(), batch_norm(), layer_norm(), residual(relu())}) {
    CAPTURE(layer->name());
    CHECK_FALSE(layer->linear_by_pieces());
    CHECK_FALSE(sequential({dense(2), layer, dense(1)})->linear_by_pieces());
  }
  CHECK_FALSE(sequential({dense(2), tanh(), dense(1)})->linear_by_pieces());
}
