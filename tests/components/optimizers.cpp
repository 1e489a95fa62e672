/// Optimizers built on Adam, held to values from their definitions in double (reference/additions.py).
#include <ganzoo/train/optimizer.hpp>

#include "make.hpp"

using namespace ganzoo;
using nlohmann::json;

namespace {

/// One number, and what an optimizer makes of it.
struct Walker {
  nn::Parameters parameters{"walk"};
  std::unique_ptr<Optimizer> optimizer;
  UpdateStep now{.steps = 1000};

  Walker(std::unique_ptr<Optimizer> o, double start) : optimizer(std::move(o)) {
    parameters.add("w", {1}, {});
    parameters.allocate();
    parameters.value(0)[0] = static_cast<float>(start);
    optimizer->attach(parameters);
  }
  double step(double gradient) {
    parameters.gradient(0)[0] = static_cast<float>(gradient);
    optimizer->update(parameters, now);
    ++now.update, ++now.step;
    return parameters.value(0)[0];
  }
};

const json& golden() {
  static const json all = reference("additions.json").at("optimizers");
  return all;
}

std::unique_ptr<Optimizer> optimizer(const char* name) {
  static Registry registry;
  Table t;
  for (const char* key : {"rate", "beta1", "beta2", "epsilon"}) t.set(key, golden()[key].get<double>());
  if (std::string(name) == "adamw") t.set("weight_decay", golden()["weight_decay"].get<double>());
  if (std::string(name) == "lookahead") {
    t.set("period", golden()["period"].get<std::int64_t>());
    t.set("pull", golden()["pull"].get<double>());
  }
  return registry.make<Optimizer>(name, t);
}

}  // namespace

TEST_CASE("adamw, optimistic_adam and lookahead step as their golden values say", "[unit]") {
  for (const char* name : {"adamw", "optimistic_adam", "lookahead"}) {
    Walker walker(optimizer(name), golden()["start"].get<double>());
    for (std::size_t i = 0; i < golden()["gradients"].size(); ++i) {
      const double at = walker.step(golden()["gradients"][i].get<double>());
      INFO(name << " after " << i + 1 << " updates: " << at);
      CHECK(std::abs(at - golden()[name][i].get<double>()) <= 2e-6);
    }
  }
}

TEST_CASE("adamw without decay, and lookahead that follows all the way, are Adam to the bit", "[unit]") {
  Walker adam(make<Optimizer>("adam"), 0.5), decayed(make<Optimizer>("adamw", {{"weight_decay", 0.0}}), 0.5),
      ahead(make<Optimizer>("lookahead", {{"pull", 1.0}}), 0.5);
  for (int i = 0; i < 20; ++i) {
    const double gradient = Rng(3, Purpose::other).normal(static_cast<std::uint64_t>(i)), at = adam.step(gradient);
    CHECK(decayed.step(gradient) == at);
    CHECK(std::abs(ahead.step(gradient) - at) <= 1e-7);
  }
}
