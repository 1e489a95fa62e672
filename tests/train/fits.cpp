// What fits without a game, and what a turn of several generator updates and a game played on on a copy leave as it was.
#include <algorithm>
#include <cmath>
#include <ganzoo/train/fit.hpp>

#include "support/catch.hpp"
#include "train/fixtures.hpp"

using namespace fixtures;

namespace {

/// An autoencoder without noise: ½ the mean squared distance of x and decoder(encoder(x)).
struct Autoencoder : Fit {
  nn::LayerPtr encoder(const Shape&, const Shape& noise) const override {
    return nn::dense(static_cast<int>(noise.size()));
  }
  Objective update(FitScene& s) override {
    s.encode();
    std::ranges::copy(s.code.flat(), s.noise.data);
    s.generate();
    Objective objective;
    const auto n = static_cast<double>(s.real.rows);
    for (std::int64_t i = 0; i < s.real.size(); ++i) {
      const double off = double{s.fake.data[i]} - s.real.data[i];
      objective.value += 0.5 * off * off / n;
      s.fake_gradient.data[i] = static_cast<float>(off / n);
    }
    s.generate_back();
    std::ranges::copy(s.noise_gradient.flat(), s.code_gradient.data);
    s.encode_back();
    return objective;
  }
};

/// Moves the first weight towards 3, by itself.
struct ToThree : Fit {
  Objective update(FitScene& s) override {
    const float off = s.weights->numbers()[0] - 3;
    s.weights->gradients()[0] = off;
    return {.value = 0.5 * off * off};
  }
};

/// What samples of the data's stand in for.
struct Nothing : Fit {
  std::unique_ptr<Generator> stand_in(const Data*) const override {
    return std::make_unique<MadeGenerator>(2, nn::scale_shift(1, 0));
  }
};

template <class F>
Setting fitting(int threads = 1) {
  Setting setting;
  setting.divergence = [] { return std::make_unique<F>(); };
  setting.options.batch = 8;
  setting.options.threads = threads;
  return setting;
}

std::unique_ptr<Trainer> trainer_of(const Setting& setting) {
  Players players = setting.players();
  players.encoder_optimizer = std::make_unique<Sgd>(setting.generator_rate);
  if (auto own = dynamic_cast<const Fit&>(*players.divergence).stand_in(players.data.get())) {
    players.generator = std::move(own);
    players.stands_in = true;
  }
  return std::make_unique<Trainer>(std::move(players), setting.options);
}

std::vector<float> all_weights(Trainer& trainer) {
  std::vector<float> all = weights(trainer);
  if (const nn::Parameters* encoder = trainer.encoder_parameters())
    all.insert(all.end(), encoder->numbers().begin(), encoder->numbers().end());
  return all;
}

/// As a resumed run: weights are loaded by themselves, everything else from the archive.
void carry_over(Trainer& from, Trainer& to) {
  Saved saved;
  Archive out = Archive::saver(saved);
  from.state(out);
  std::ranges::copy(from.generator_parameters().numbers(), to.generator_parameters().values().begin());
  if (from.critic_parameters())
    std::ranges::copy(from.critic_parameters()->numbers(), to.critic_parameters()->values().begin());
  if (from.encoder_parameters())
    std::ranges::copy(from.encoder_parameters()->numbers(), to.encoder_parameters()->values().begin());
  Archive in = Archive::loader(saved);
  to.state(in);
}

void step(Trainer& trainer, int steps) {
  for (int i = 0; i < steps; ++i) trainer.step();
}

}  // namespace

TEST_CASE("an encoder and the generator learn together to give back what they are given", "[unit]") {
  const auto trainer = trainer_of(fitting<Autoencoder>());
  step(*trainer, 10);
  const double before = trainer->take_row()["generator_objective"];
  step(*trainer, 2000);
  trainer->take_row();
  step(*trainer, 10);
  CHECK(trainer->take_row()["generator_objective"] < 0.02 * before);
}

TEST_CASE("an encoder's run goes on after a resume as if nothing had happened", "[unit]") {
  Setting setting = fitting<Autoencoder>();
  setting.momentum = 0.5;
  const auto whole = trainer_of(setting), before = trainer_of(setting), after = trainer_of(setting);
  step(*whole, 17);
  step(*before, 9);
  carry_over(*before, *after);
  step(*after, 8);
  CHECK(all_weights(*after) == all_weights(*whole));
}

TEST_CASE("a fit that writes the gradients itself is alone in them, on any number of threads", "[unit]") {
  for (const int threads : {1, 2}) {
    const auto trainer = trainer_of(fitting<ToThree>(threads));
    std::vector<float> before = weights(*trainer);
    step(*trainer, 400);
    const std::vector<float> now = weights(*trainer);
    CHECK(std::abs(now[0] - 3) < 1e-5);
    CHECK(std::equal(now.begin() + 1, now.end(), before.begin() + 1));
  }
}

TEST_CASE("what stands in the generator's place is not trained, and sees no data", "[unit]") {
  const auto trainer = trainer_of(fitting<Nothing>());
  const std::vector<float> before = weights(*trainer);
  step(*trainer, 5);
  CHECK(weights(*trainer) == before);
  CHECK(trainer->steps_done() == 5);
  CHECK(trainer->take_row().real_seen == 0);
}

TEST_CASE("several generator updates play against one critic, and each is a step", "[unit]") {
  for (const auto order : {Turn::Order::critic_first, Turn::Order::generator_first}) {
    Setting setting;
    setting.turn = {.critic_steps = 2, .order = order, .generator_steps = 3};
    std::vector<UpdateStep> critic, generator;
    setting.critic_log = &critic;
    setting.generator_log = &generator;
    const auto trainer = setting.trainer();
    step(*trainer, 6);
    CHECK(trainer->steps_done() == 6);
    REQUIRE(generator.size() == 6);
    REQUIRE(critic.size() == 4);
    // The critic's updates stand where the generator's third and sixth end, or before the first and the fourth.
    const std::vector<std::int64_t> places = order == Turn::Order::critic_first ? std::vector<std::int64_t>{0, 0, 3, 3}
                                                                                : std::vector<std::int64_t>{3, 3, 6, 6};
    for (std::size_t i = 0; i < 4; ++i) CHECK(critic[i].step == places[i]);
  }
}

TEST_CASE("a run that is stopped in the middle of a turn goes on there", "[unit]") {
  Setting setting;
  setting.turn = {.critic_steps = 2, .critic_rate = 0.5, .generator_rate = 0.25, .generator_steps = 3};
  const auto whole = setting.trainer(), before = setting.trainer(), after = setting.trainer();
  step(*whole, 11);
  step(*before, 4);
  carry_over(*before, *after);
  step(*after, 7);
  CHECK(weights(*after) == weights(*whole));
}

TEST_CASE("a rematch tells what each player would gain, and leaves the run its bits", "[unit]") {
  Setting setting;
  setting.momentum = 0.5;
  setting.options.rematches = true;
  const auto asked = setting.trainer(), plain = setting.trainer();
  step(*asked, 20);
  step(*plain, 20);
  const Rematch rematch = asked->rematch();
  const double now = rematch.as_it_stands(500);
  CHECK(rematch.of_critic(0, false, 500) == now);
  CHECK(rematch.of_generator(0, 500) == now);
  CHECK(rematch.of_critic(200, false, 500) > now);
  CHECK(rematch.of_generator(200, 500) < now);
  // From new weights: the same whatever the critic has become.
  const double anew = rematch.of_critic(200, true, 500);
  CHECK(anew == rematch.of_critic(200, true, 500));
  CHECK(rematch.as_it_stands(500) == now);
  step(*asked, 20);
  step(*plain, 20);
  CHECK(weights(*asked) == weights(*plain));
  CHECK(asked->take_row().means == plain->take_row().means);
}

TEST_CASE("there is no rematch without a critic", "[unit]") {
  CHECK_FALSE(trainer_of(fitting<ToThree>())->rematch().as_it_stands);
}
