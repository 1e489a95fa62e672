#include "trainer_scene.hpp"

using namespace fixtures;
using namespace trainer_scene;

TEST_CASE("the same run gives the same bits, and no logging interval changes them", "[unit]") {
  Setting setting;
  for (const Turn& turn : {critic_first(2), generator_first(), simultaneous()}) {
    setting.turn = turn;
    const auto once = trained(setting, 20);
    CHECK(once == trained(setting, 20));
    CHECK(once == trained(setting, 20, true));
    setting.options.seed = 8;
    CHECK(once != trained(setting, 20));
    setting.options.seed = 7;
  }
}

TEST_CASE("a run saved at any step and loaded into a fresh trainer goes on with the same bits", "[unit]") {
  Setting setting;
  setting.momentum = 0.9;
  setting.turn = critic_first(2);
  const auto whole = setting.trainer();
  for (int i = 0; i < 12; ++i) whole->step();
  const TrainingRow row = whole->take_row();
  for (int stop : {1, 5, 11}) {
    const auto before = setting.trainer();
    for (int i = 0; i < stop; ++i) before->step();
    Saved saved;
    Archive saver = Archive::saver(saved);
    before->state(saver);

    const auto after = setting.trainer();
    std::ranges::copy(before->generator_parameters().values(), after->generator_parameters().values().begin());
    std::ranges::copy(before->critic_parameters()->values(), after->critic_parameters()->values().begin());
    Archive loader = Archive::loader(saved);
    after->state(loader);
    CHECK(after->steps_done() == stop);
    for (int i = stop; i < 12; ++i) after->step();
    CHECK(weights(*after) == weights(*whole));
    const TrainingRow resumed = after->take_row();
    CHECK(resumed["critic_objective"] == row["critic_objective"]);
    CHECK(resumed["generator_gradient_norm"] == row["generator_gradient_norm"]);
    CHECK(resumed.critic_updates == 24);
    CHECK(resumed.real_seen == 24 * 5);
  }
}

TEST_CASE("the critic's n-th batch and the generator's n-th noise depend on neither k, order nor divergence",
          "[unit]") {
  const auto base = watch(critic_first(1), minimax, 6);
  for (const auto& other : {watch(critic_first(3), minimax, 6), watch(generator_first(1), minimax, 6),
                            watch(critic_first(1), difference, 6)}) {
    CHECK(first(other.critic_real, 6) == base.critic_real);
    CHECK(first(other.critic_noise, 6) == base.critic_noise);
    CHECK(other.generator_noise == base.generator_noise);
  }
  CHECK(base.critic_noise != base.generator_noise);
  CHECK(base.critic_noise[0] != base.critic_noise[1]);
}

TEST_CASE("a simultaneous turn uses the critic's own batch for both players", "[unit]") {
  const auto alternating = watch(critic_first(1), minimax, 4), together = watch(simultaneous(), minimax, 4);
  CHECK(together.critic_real == alternating.critic_real);
  CHECK(together.critic_noise == alternating.critic_noise);
  CHECK(together.generator_noise.empty());
}

TEST_CASE("a batch that a regularizer may change is a copy, and otherwise the same training", "[unit]") {
  Setting setting;
  for (const Turn& turn : {critic_first(2), simultaneous()}) {
    setting.turn = turn;
    setting.regularizers = nullptr;
    const auto in_place = trained(setting, 10);
    setting.regularizers = [] {
      std::vector<std::unique_ptr<Regularizer>> all;
      all.push_back(std::make_unique<ClaimsToChange>());
      return all;
    };
    CHECK(trained(setting, 10) == in_place);
  }
}

TEST_CASE("the players' weights start from streams of their own, whatever the opponent", "[unit]") {
  Setting setting;
  const auto a = setting.trainer();
  setting.critic = nn::sequential({nn::dense(9), nn::relu(), nn::dense(1)});
  const auto b = setting.trainer();
  CHECK(copy(a->generator_parameters().values()) == copy(b->generator_parameters().values()));
}

TEST_CASE("optimizers are told whose update it is, where the run stands and which way is up", "[unit]") {
  std::vector<UpdateStep> critic, generator;
  Setting setting;
  setting.turn = {.critic_steps = 2, .critic_rate = 0.5, .generator_rate = 0.25};
  setting.critic_log = &critic;
  setting.generator_log = &generator;
  const auto trainer = setting.trainer();
  trainer->step();
  trainer->step();
  REQUIRE(critic.size() == 4);
  REQUIRE(generator.size() == 2);
  CHECK(critic[3].update == 3);
  CHECK(critic[3].step == 1);
  CHECK(critic[3].steps == 1000);
  CHECK(critic[3].ascend);
  CHECK(critic[3].rate == 0.5);
  CHECK(generator[1].update == 1);
  CHECK_FALSE(generator[1].ascend);
  const TrainingRow row = trainer->take_row();
  CHECK(row["critic_rate"] == 0.5 * 0.2);
  CHECK(row["generator_rate"] == 0.25 * 0.1);
}

TEST_CASE("a row holds means over all updates since the last one", "[unit]") {
  Setting setting;
  setting.turn = critic_first(2);
  const auto fine = setting.trainer(), coarse = setting.trainer();
  double sum = 0, norm = 0;
  for (int i = 0; i < 4; ++i) {
    fine->step();
    coarse->step();
    const TrainingRow row = fine->take_row();
    sum += row["critic_objective"] / 4;
    norm += row["generator_gradient_norm"] / 4;
  }
  const TrainingRow row = coarse->take_row();
  CHECK(std::abs(row["critic_objective"] - sum) <= 1e-12);
  CHECK(std::abs(row["generator_gradient_norm"] - norm) <= 1e-12);
  CHECK(row["penalty"] == 0);
  CHECK(row["divergence_estimate"] == row["critic_objective"]);
}

TEST_CASE("the averaged generator is the exponential mean of the generator's weights", "[unit]") {
  Setting setting;
  setting.options.ema = 0.75;
  setting.generator = nn::sequential({nn::dense(1500), nn::tanh(), nn::dense(2)});  // enough to be shared out
  setting.options.threads = GENERATE(1, 2);
  const auto trainer = setting.trainer();
  REQUIRE(trainer->averaged_parameters());
  const auto now = trainer->generator_parameters().values();
  std::vector<double> mean(now.begin(), now.end());
  for (int i = 0; i < 10; ++i) {
    trainer->step();
    for (std::size_t j = 0; j < mean.size(); ++j) mean[j] = 0.75 * mean[j] + 0.25 * now[j];
  }
  double farthest = 0;
  for (std::size_t j = 0; j < mean.size(); ++j)
    farthest = std::max(farthest, std::abs(mean[j] - trainer->averaged_parameters()->values()[j]));
  CHECK(farthest <= 1e-6);
  CHECK(copy(trainer->averaged_parameters()->values()) != copy(now));
}

TEST_CASE("a distance between samples trains a generator without a critic", "[unit]") {
  Setting setting;
  setting.generator = nn::scale_shift(1, 0);
  setting.generator_rate = 0.5;
  setting.options.batch = 256;
  setting.divergence = [] { return std::make_unique<MeanDistance>(); };
  for (const Turn& turn : {critic_first(3), simultaneous()}) {
    setting.turn = turn;
    const auto trainer = setting.trainer();
    for (int i = 0; i < 100; ++i) trainer->step();
    const TrainingRow row = trainer->take_row();
    CHECK(trainer->critic_parameters() == nullptr);
    CHECK(row.critic_updates == 0);
    CHECK(row.real_seen == 100 * 256);
    CHECK(std::isnan(row["critic_objective"]));
    CHECK(row["divergence_estimate"] == row["generator_objective"]);
    const nn::Parameters& p = trainer->generator_parameters();
    for (const float shift : p.value(p.find("scale_shift_0/shift"))) CHECK(std::abs(shift - 3) <= 0.1);
  }
}

TEST_CASE("a generator of another shape than the data is refused", "[unit]") {
  Setting setting;
  setting.generator = nn::sequential({nn::dense(3)});
  try {
    setting.trainer();
    FAIL("it was accepted");
  } catch (const Error& error) {
    CHECK(std::string(error.what()) == "generator's output is 3, but must be 2, the shape of the data");
    CHECK(error.code() == Exit::usage);
  }
}

TEST_CASE("a divergence with a critic asks for a discriminator", "[unit]") {
  Setting setting;
  Players players = setting.players();
  players.discriminator = nullptr;
  CHECK_THROWS_AS(Trainer(std::move(players), setting.options), Error);
}

TEST_CASE("a critic's running statistics move on its own updates only", "[unit]") {
  Setting setting;
  setting.critic = nn::sequential({nn::dense(4), nn::batch_norm(), nn::tanh(), nn::dense(1)});
  setting.generator_rate = 0;
  // Four critic updates each, among two or four turns of a generator that stands still, before or behind it.
  const auto after = [&](const Turn& turn, int turns) -> std::shared_ptr<Trainer> {
    setting.turn = turn;
    auto trainer = setting.trainer();
    for (int i = 0; i < turns; ++i) trainer->step();
    return trainer;
  };
  const auto slow = after(critic_first(1), 4);
  for (const auto& other : {after(critic_first(2), 2), after(generator_first(1), 4), after(generator_first(2), 2)}) {
    CHECK(copy(slow->critic_parameters()->statistic_values()) == copy(other->critic_parameters()->statistic_values()));
    CHECK(weights(*slow) == weights(*other));
  }
}
