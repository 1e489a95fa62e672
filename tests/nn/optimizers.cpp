// Optimizers as components.
#include "network_scene.hpp"

using namespace ganzoo;
using nn::Network;
using namespace network_scene;

TEST_CASE("every optimizer descends a bowl, and ascends where asked by the same steps", "[unit]") {
  for (const char* name : {"sgd", "rmsprop", "adam"}) {
    CAPTURE(name);
    Bowl down, up;
    const auto descend = make<Optimizer>(name, {{"rate", 0.01}}), ascend = make<Optimizer>(name, {{"rate", 0.01}});
    descend->attach(down.parameters());
    ascend->attach(up.parameters());
    const double start = down.height();
    for (std::int64_t t = 0; t < 50; ++t) {
      down.differentiate();
      descend->update(down.parameters(), {.update = t, .step = t, .steps = 50});
      up.differentiate();
      for (float& g : up.parameters().gradients()) g = -g;
      ascend->update(up.parameters(), {.update = t, .step = t, .steps = 50, .ascend = true});
    }
    CHECK(down.height() < 0.5 * start);
    CHECK(down.weights() == up.weights());
  }
}

TEST_CASE("an optimizer saved and loaded goes on with equal bits", "[unit]") {
  for (const char* name : {"sgd", "rmsprop", "adam"}) {
    CAPTURE(name);
    auto fresh = [&] {
      return std::string(name) == "sgd" ? make<Optimizer>(name, {{"momentum", 0.9}}) : make<Optimizer>(name);
    };
    auto run = [](Optimizer& optimizer, Bowl& bowl, std::int64_t from, std::int64_t to) {
      for (std::int64_t t = from; t < to; ++t) {
        bowl.differentiate();
        optimizer.update(bowl.parameters(), {.update = t, .step = t, .steps = 20});
      }
    };
    Bowl whole, halves;
    const auto one = fresh(), first = fresh(), second = fresh();
    one->attach(whole.parameters());
    run(*one, whole, 0, 20);
    first->attach(halves.parameters());
    run(*first, halves, 0, 10);
    Saved saved;
    Archive saver = Archive::saver(saved);
    first->state(saver);
    CHECK_FALSE(saved.empty());
    second->attach(halves.parameters());
    Archive loader = Archive::loader(saved);
    second->state(loader);
    run(*second, halves, 10, 20);
    CHECK(whole.weights() == halves.weights());
  }
}

TEST_CASE("an optimizer's rate follows its ramp and the scheduler's factor", "[unit]") {
  Table ramp;
  ramp.set("from", 1e-3);
  ramp.set("to", 0.0);
  for (const char* name : {"sgd", "rmsprop", "adam"}) {
    const auto optimizer = make<Optimizer>(name, {{"rate", Value(ramp)}});
    CHECK(std::abs(optimizer->rate({.step = 50, .steps = 100, .rate = 0.5}) - 0.25e-3) <= 1e-9);
  }
}
