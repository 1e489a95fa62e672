// Networks as the trainer uses them: planned, run, differentiated.
#include <cmath>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/layers.hpp>
#include <ganzoo/nn/network.hpp>

#include "support/catch.hpp"

using namespace ganzoo;
using namespace ganzoo::nn;

namespace {

double loss_of(Plan& plan, ConstMatrix weights) {
  plan.forward();
  double sum = 0;
  for (std::int64_t i = 0; i < weights.size(); ++i) {
    sum += static_cast<double>(weights.data[i]) * static_cast<double>(plan.output().data[i]);
  }
  return sum;
}

}  // namespace

TEST_CASE("a network's gradients are its differences", "[unit]") {
  Engine engine;
  Network network("critic", sequential({dense(16), tanh(), dense(8), softplus(), dense(2)}), Shape{3});
  network.parameters().initialise(7);
  const Use use{.batch = 5, .input_gradient = true, .weight_gradient = true};
  auto plan = network.plan(engine, use);
  Rng(1, Purpose::other).fill_normal(plan->input().flat(), 0, 1);
  OwnedMatrix weights(5, 2);
  Rng(2, Purpose::other).fill_normal(weights.view().flat(), 0, 1);

  loss_of(*plan, weights);
  std::copy_n(weights.memory.data(), 10, plan->output_gradient().data);
  plan->backward();

  auto check = [&](float& x, float gradient) {
    const float before = x;
    x = before + 1e-2f;
    const double up = loss_of(*plan, weights);
    x = before - 1e-2f;
    const double down = loss_of(*plan, weights);
    x = before;
    const double difference = (up - down) / 2e-2;
    CHECK(std::abs(difference - static_cast<double>(gradient)) <= 1e-3 * (1 + std::abs(difference)));
  };
  for (std::int64_t i = 0; i < 15; ++i) check(plan->input().data[i], plan->input_gradient().data[i]);
  for (std::size_t i = 0; i < network.parameters().entries().size(); ++i) {
    const auto v = network.parameters().value(static_cast<int>(i)),
               g = network.parameters().gradient(static_cast<int>(i));
    for (std::size_t j = 0; j < v.size(); j += 3) check(v[j], g[j]);
  }
}

TEST_CASE("parameters are named by their layer and its number", "[unit]") {
  Network network("generator", sequential({dense(4), relu(), sequential({dense(3), nullptr})}), Shape{2});
  std::vector<std::string> names;
  for (const auto& e : network.parameters().entries()) names.push_back(e.name);
  CHECK(names == std::vector<std::string>{"dense_0/weight", "dense_0/bias", "dense_1/weight", "dense_1/bias"});
}
