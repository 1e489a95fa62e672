/// The schedulers and weight clipping as they are loaded.
#include "support/catch.hpp"

#include <ganzoo/plugin/registry.hpp>
#include <ganzoo/train/regularizer.hpp>
#include <ganzoo/train/scheduler.hpp>

#include <cmath>

using namespace ganzoo;

namespace {

std::unique_ptr<Scheduler> scheduler(const char* name, const Table& parameters = {}) {
  Registry registry;
  return registry.make<Scheduler>(name, parameters);
}

Table table(const char* key, Value value) {
  Table t;
  t.set(key, std::move(value));
  return t;
}

Turn at(Scheduler& s, std::int64_t step, std::int64_t steps = 1000) { return s.next({step, steps, 0}); }

}  // namespace

TEST_CASE("alternating gives k critic steps a turn, the critic first unless told otherwise", "[unit]") {
  const auto plain = scheduler("alternating", table("critic_steps", 3));
  CHECK(at(*plain, 5).critic_steps == 3);
  CHECK(at(*plain, 5).order == Turn::Order::critic_first);
  CHECK(at(*plain, 5).critic_rate == 1);
  CHECK(at(*scheduler("alternating", table("first", "generator")), 0).order == Turn::Order::generator_first);
  CHECK_THROWS(scheduler("alternating", table("critic_steps", 0)));
}

TEST_CASE("simultaneous moves both players together", "[unit]") {
  CHECK(at(*scheduler("simultaneous"), 0).order == Turn::Order::simultaneous);
}

TEST_CASE("extragradient has both players look ahead, and move together", "[unit]") {
  const Turn turn = at(*scheduler("extragradient"), 0);
  CHECK(turn.order == Turn::Order::simultaneous);
  CHECK(turn.extrapolate);
  CHECK_FALSE(at(*scheduler("simultaneous"), 0).extrapolate);
}

TEST_CASE("wgan warms its critic up for the first 25 and every 500th generator update", "[unit]") {
  const auto s = scheduler("wgan");
  for (std::int64_t step : {0, 24, 500, 1000}) CHECK(at(*s, step, 2000).critic_steps == 100);
  for (std::int64_t step : {25, 499, 501}) CHECK(at(*s, step, 2000).critic_steps == 5);
}

TEST_CASE("rates decay to 0 at the end, linearly or along a cosine, from where they are told", "[unit]") {
  for (const char* name : {"alternating", "simultaneous", "wgan", "extragradient"}) {
    Table linear = table("decay", "linear");
    const auto whole = scheduler(name, linear);
    CHECK(std::abs(at(*whole, 250).critic_rate - 0.75) <= 1e-15);
    CHECK(at(*whole, 1000).generator_rate == 0);
    linear.set("decay_from", 0.5);
    const auto half = scheduler(name, linear);
    CHECK(at(*half, 500).generator_rate == 1);
    CHECK(std::abs(at(*half, 750).generator_rate - 0.5) <= 1e-15);
    const auto cosine = scheduler(name, table("decay", "cosine"));
    CHECK(std::abs(at(*cosine, 500).critic_rate - 0.5) <= 1e-15);
    CHECK(std::abs(at(*cosine, 250).critic_rate - (0.5 + std::sqrt(0.125))) <= 1e-15);
  }
}

TEST_CASE("weight_clip keeps every parameter inside its bound, which may move", "[unit]") {
  nn::Parameters critic;
  critic.add("weight", {4}, {});
  critic.allocate();
  const auto values = critic.value(0);
  const auto fill = [&] { values[0] = -3, values[1] = 0.1F, values[2] = 5, values[3] = -0.2F; };
  Table ramp;
  ramp.set("from", 1.0);
  ramp.set("to", 0.5);
  ramp.set("shape", "linear");
  Registry registry;
  const auto clip = registry.make<Regularizer>("weight_clip", table("bound", ramp));
  CHECK(clip->provides_lipschitz());
  fill();
  clip->after_update(critic, {.step = 0, .steps = 100});
  CHECK((values[0] == -1 && values[1] == 0.1F && values[2] == 1 && values[3] == -0.2F));
  fill();
  clip->after_update(critic, {.step = 50, .steps = 100});
  CHECK((values[0] == -0.75F && values[2] == 0.75F));
}
