// The Dirac GAN (Mescheder, Geiger & Nowozin, ICML 2018): components and trainer against the golden trajectories.
#include "dirac_scene.hpp"

using namespace ganzoo;
using nlohmann::json;
using namespace dirac_scene;

TEST_CASE("each training step from each golden iterate of the Dirac GAN lands on the next", "[unit]") {
  REQUIRE(golden_runs().size() == 61);
  for (const json& run : golden_runs()) {
    if (is_gaussian(run)) continue;
    INFO(title(run));
    const auto trainer = trainer_of(run, 2);
    double worst = 0;
    for (std::size_t i = 0; i + 1 < run["theta"].size(); ++i) {
      place(*trainer, golden(run, i));
      trainer->step();
      worst = std::max(worst, distance(stand(*trainer), golden(run, i + 1)));
    }
    CHECK(worst <= 1e-5);
  }
}

TEST_CASE("a trained Dirac GAN follows its golden trajectory from the first to the last step", "[unit]") {
  for (const json& run : golden_runs()) {
    if (is_gaussian(run) || is_chaotic_in_float(run)) continue;
    INFO(title(run));
    const auto trainer = trainer_of(run, 2);
    double worst = distance(stand(*trainer), golden(run, 0));
    for (std::size_t i = 1; i < run["theta"].size(); ++i) {
      trainer->step();
      worst = std::max(worst, distance(stand(*trainer), golden(run, i)));
    }
    CHECK(worst <= 5e-5);
  }
}

TEST_CASE("in double the divergences and penalties give each whole golden trajectory", "[unit]") {
  for (const json& run : golden_runs()) {
    INFO(title(run));
    const DoubleGame game(run);
    Point at = golden(run, 0);
    double worst = 0;
    for (std::size_t i = 1; i < run["theta"].size(); ++i) {
      at = game.next(at);
      worst = std::max(worst, distance(at, golden(run, i)));
    }
    CHECK(worst <= 1e-9);
  }
}

// 1600 normal numbers of which one beyond four standard errors is seen in one of ten seeds.
TEST_CASE("a training step through Gaussian instance noise is right on average", "[unit]") {
  constexpr int n = 4096;
  int runs = 0;
  for (const json& run : golden_runs()) {
    if (!is_gaussian(run)) continue;
    INFO(title(run));
    ++runs;
    const auto trainer = trainer_of(run, n);
    const DoubleGame game(run);
    const double rate_g = run["lr_g"], rate_d = run["lr_d"];
    double worst = 0;  // in standard errors
    for (std::size_t i = 0; i + 1 < run["theta"].size(); ++i) {
      const Point from = golden(run, i), to = golden(run, i + 1);
      place(*trainer, from);
      trainer->step();
      const Point at = stand(*trainer);
      // The generator moves under the critic as it then is: under the critic's own sample where that moves first.
      const Point under{from.theta, run["scheme"] == "simultaneous" ? from.psi : at.psi};
      const Expectation theta = game.theta_slope(under), psi = game.psi_slope(from);
      const double expected = from.theta + rate_g * theta.mean;
      const double theta_error = rate_g * std::sqrt(theta.variance / n),
                   psi_error = rate_d * std::sqrt(psi.variance / n);
      worst = std::max({worst, (std::abs(at.theta - expected) - 1e-6) / theta_error,
                        (std::abs(at.psi - to.psi) - 1e-6) / psi_error});
    }
    CHECK(worst <= 4);
    CHECK(worst >= 2);  // 400 normal numbers are not all small: the standard error is not overstated
  }
  CHECK(runs == 4);
}

TEST_CASE("the metric dirac tells where both players stand", "[unit]") {
  const json& run = golden_runs()[0];
  const auto trainer = trainer_of(run, 2);
  place(*trainer, {-0.75, 0.5});
  const auto metric = component<Metric>("dirac");
  std::vector<double> values(3);
  metric->evaluate(trainer->evaluation(false), 1, values);
  CHECK(values == std::vector<double>{-0.75, 0.5, std::hypot(0.75, 0.5)});
}

TEST_CASE("the metric dirac refuses what has no critic or is not on the line", "[unit]") {
  const auto metric = component<Metric>("dirac");
  const auto dirac = component<Generator>("dirac");
  const auto wasserstein = component<Divergence>("wasserstein");
  check_error([&] { metric->accept(*component<Data>("ring"), *dirac, *wasserstein); }, Exit::usage,
              "metric dirac: the data is not on the line");
  check_error([&] { metric->evaluate({}, 1, {}); }, Exit::usage, "metric dirac: there is no critic to ask");
}

TEST_CASE("a linear critic of many numbers may have a bias, and a Dirac generator any shape", "[unit]") {
  const Shape image{2, 3, 1};
  const auto critic = component<Discriminator>("linear", table({{"slope", 0.5}, {"bias", true}}));
  const auto generator = component<Generator>("dirac", table({{"position", -2.0}}));
  nn::Engine engine;
  nn::Network d("discriminator", critic->build(image), image),
      g("generator", generator->build(image), generator->noise(image));
  CHECK(g.output() == image);
  CHECK(d.parameters().entries().size() == 2);
  d.parameters().initialise(1);
  g.parameters().initialise(1);
  const auto make = g.plan(engine, {.batch = 4, .training = false});
  const auto score = d.plan(engine, {.batch = 4, .training = false});
  make->forward();
  std::ranges::copy(make->output().flat(), score->input().data);
  score->forward();
  for (const float v : score->output().flat()) CHECK(v == -6);
}

TEST_CASE("extragradient approaches the equilibrium of a bilinear game as Korpelevich's steps do", "[unit]") {
  constexpr double rate = 0.25;
  Players p;
  p.data = component<Data>("point");
  p.generator = component<Generator>("dirac");
  p.discriminator = component<Discriminator>("linear");
  p.divergence = component<Divergence>("wasserstein");
  p.scheduler = component<Scheduler>("extragradient");
  p.generator_optimizer = component<Optimizer>("sgd", table({{"rate", rate}}));
  p.critic_optimizer = component<Optimizer>("sgd", table({{"rate", rate}}));
  Trainer trainer(std::move(p), TrainingOptions{.steps = 200, .seed = 7, .batch = 4});
  place(trainer, {1, 1});
  Point at{1, 1};
  for (int i = 0; i < 100; ++i) {
    trainer.step();
    const Point ahead{at.theta + rate * at.psi, at.psi - rate * at.theta};
    at = {at.theta + rate * ahead.psi, at.psi - rate * ahead.theta};
    CHECK(distance(stand(trainer), at) <= 1e-5);
  }
  // Each step multiplies the distance, √2 at first, by |1 − η² ± iη|.
  CHECK(std::abs(std::hypot(at.theta, at.psi) - std::sqrt(2) * std::pow(1 - rate * rate + std::pow(rate, 4), 50)) <=
        1e-9);
  const TrainingRow row = trainer.take_row();
  CHECK(trainer.steps_done() == 100);
  CHECK(row.critic_updates == 100);
  CHECK(row.real_seen == 400);
}
