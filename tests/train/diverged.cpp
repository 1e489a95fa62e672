// What is not finite ends a run, and is named.
#include "trainer_scene.hpp"

using namespace fixtures;
using namespace trainer_scene;

TEST_CASE("a weight that is not finite ends the run, and is named with its step", "[unit]") {
  Setting setting;
  const auto trainer = setting.trainer();
  trainer->step();
  nn::Parameters& critic = *trainer->critic_parameters();
  critic.value(critic.find("dense_1/bias"))[0] = std::numeric_limits<float>::quiet_NaN();
  CHECK(divergence_message(*trainer) == "step 1: discriminator/dense_1/bias is nan");

  const auto other = setting.trainer();
  nn::Parameters& generator = other->generator_parameters();
  generator.value(generator.find("dense_0/weight"))[2] = std::numeric_limits<float>::infinity();
  // tanh swallows it, so that no loss tells: it is found by the search through the weights.
  CHECK(divergence_message(*other, 20) == "step 16: generator/dense_0/weight is inf");
}

TEST_CASE("a loss or a gradient that is not finite ends the run, and is named", "[unit]") {
  Setting setting;
  setting.divergence = [] {
    auto game = minimax();
    game->zero_sum = false;
    game->loss = [](double) { return Game2::Term{0, std::numeric_limits<double>::quiet_NaN()}; };
    return game;
  };
  CHECK(divergence_message(*setting.trainer()) == "step 0: the gradient of generator/dense_0/weight is nan");
  setting.divergence = [] {
    auto game = minimax();
    game->real = [](double) { return Game2::Term{std::numeric_limits<double>::infinity(), 0}; };
    return game;
  };
  CHECK(divergence_message(*setting.trainer()) == "step 0: the critic's objective is inf");
}

TEST_CASE("a rate far too high is reported as divergence within a few updates", "[unit]") {
  Setting setting;
  setting.divergence = difference;
  setting.critic = nn::sequential({nn::dense(4), nn::relu(), nn::dense(1)});
  setting.critic_rate = 1e30;
  CHECK_FALSE(divergence_message(*setting.trainer(), 32).empty());
}
