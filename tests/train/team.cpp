// Training on several threads: the same training as on one, up to the order of sums, and the same bits again.
#include <algorithm>
#include <cmath>

#include "games.hpp"
#include "support/catch.hpp"

using namespace ganzoo;
using namespace fixtures;

namespace {

double farthest(const std::vector<float>& a, const std::vector<float>& b) {
  REQUIRE(a.size() == b.size());
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) most = std::max(most, std::abs(static_cast<double>(a[i] - b[i])));
  return most;
}

}  // namespace

TEST_CASE("several threads train as one does, up to rounding", "[unit]") {
  for (const Named& game : games()) {
    const auto alone = train(game.setting, 1, 5);
    for (const int threads : {2, 3}) {
      CAPTURE(game.name, threads);
      const auto team = train(game.setting, threads, 5);
      CHECK(farthest(weights(*alone), weights(*team)) <= 2e-5);
      CHECK(farthest(statistics(*alone), statistics(*team)) <= 2e-5);
      CHECK(team->take_row().real_seen == 5 * 14);
    }
  }
}

TEST_CASE("the same number of threads gives the same bits again, resumed or not", "[unit]") {
  for (const Named& game : games()) {
    CAPTURE(game.name);
    const auto once = train(game.setting, 2, 9), again = train(game.setting, 2, 9);
    CHECK(weights(*once) == weights(*again));
    CHECK(statistics(*once) == statistics(*again));

    const auto before = train(game.setting, 2, 4);
    Saved saved;
    Archive saver = Archive::saver(saved);
    before->state(saver);
    const auto after = train(game.setting, 2, 0);
    const auto hand_over = [](const nn::Parameters& from, nn::Parameters& to) {
      std::ranges::copy(from.numbers(), to.values().begin());
      std::ranges::copy(from.statistic_values(), to.statistic_values().begin());
    };
    hand_over(before->generator_parameters(), after->generator_parameters());
    hand_over(*before->critic_parameters(), *after->critic_parameters());
    Archive loader = Archive::loader(saved);
    after->state(loader);
    for (int i = 4; i < 9; ++i) after->step();
    CHECK(weights(*after) == weights(*once));
  }
}

TEST_CASE("batch norm is refused a batch of one, and takes two on two threads", "[unit]") {
  Setting setting;
  setting.critic = nn::sequential({nn::dense(4), nn::batch_norm(), nn::dense(1)});
  setting.options.batch = 1;
  for (const int threads : {1, 2})
    CHECK_THROWS_WITH(train(setting, threads, 1),
                      "discriminator.batch_norm_0.batch is 1, but must be at least 2: less "
                      "its own mean, one sample is nothing");
  setting.options.batch = 2;
  CHECK(farthest(weights(*train(setting, 1, 3)), weights(*train(setting, 2, 3))) <= 2e-5);
}

TEST_CASE("a batch smaller than the team leaves the others out", "[unit]") {
  Setting setting;
  setting.options.batch = 2;
  const auto alone = train(setting, 1, 5), team = train(setting, 8, 5);
  CHECK(farthest(weights(*alone), weights(*team)) <= 2e-5);
}

TEST_CASE("groups that do not divide the batch are refused before training, whatever the team", "[unit]") {
  Setting setting;
  setting.options.batch = 14;
  setting.critic = nn::sequential({nn::dense(4), nn::minibatch_stddev(4), nn::dense(1)});
  for (const int threads : {1, 2, 7}) {
    setting.options.threads = threads;
    CHECK_THROWS_WITH(setting.trainer(),
                      "discriminator.minibatch_stddev_0.group is 4, but must be a divisor of the batch, 14");
  }
}

TEST_CASE("a weight that is not finite ends a run on several threads as on one", "[unit]") {
  Setting setting;
  setting.options.threads = 2;
  const auto trainer = setting.trainer();
  trainer->step();
  trainer->generator_parameters().values()[0] = std::numeric_limits<float>::quiet_NaN();
  CHECK_THROWS_AS(trainer->step(), Diverged);
}
