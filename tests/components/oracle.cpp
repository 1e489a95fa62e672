// The critic that knows both densities: T* against formulas, its slope against differences, training with it against
// optima found by quadrature.
#include "oracle_scene.hpp"

using namespace ganzoo;
using namespace oracle_scene;

TEST_CASE("a point density on the line is the distribution's, and its slope that of differences", "[unit]") {
  const Distribution line = Distribution::of_mixture({{0.33, -1, 0.255}, {0.67, 2, 1.415}});
  const PointDensityPtr density = point_density(line);
  for (const double x : {-30.0, -3.0, -1.0, -0.2, 0.5, 2.0, 7.0}) {
    double slope = 0;
    const double value = density->log_density({&x, 1}, {&slope, 1});
    CHECK(std::abs(value - line.log_density(x)) <= 1e-13 * std::abs(value));
    const double difference = (line.log_density(x + 1e-6) - line.log_density(x - 1e-6)) / 2e-6;
    CHECK(std::abs(slope - difference) <= 1e-6 * std::max(1.0, std::abs(slope)));
  }
}

TEST_CASE("a point density in the plane is a product where its coordinates are independent", "[unit]") {
  const PointDensityPtr both = point_density({Bell{1, {1, -2}, {0.5, 3}}});
  const double x[] = {0.3, 1.5};
  double slope[2];
  const double value = both->log_density(x, slope);
  CHECK(std::abs(value - Distribution::normal(1, 0.5).log_density(0.3) -
                 Distribution::normal(-2, 3).log_density(1.5)) <= 1e-14);
  CHECK(std::abs(slope[0] - 0.7 / 0.25) <= 1e-14);
  CHECK(std::abs(slope[1] + 3.5 / 9) <= 1e-14);
}

TEST_CASE("the oracle's T is f′(p/q), under each link of every smooth divergence", "[unit]") {
  const OwnedMatrix x = normals(64, 1, 1, 1, 1.5F);
  for (const char* name : smooth)
    for (const char* link : {"published", "log_ratio"}) {
      INFO(name << " " << link);
      if (!make<Divergence>(name)->mathematics()->has(parse_link(link))) continue;
      const auto divergence = make<Divergence>(name, {{"link", std::string(link)}});
      const FDivergence& f = *divergence->mathematics();
      Informant informant({mixture(), normal(1, 1.8), &f}, 64);
      const std::vector<float> scores = informant.scores(x);
      for (std::int64_t i = 0; i < 64; ++i) {
        const double at = x.view()(i, 0);
        const double r = mixture()->log_density({&at, 1}, {}) - normal(1, 1.8)->log_density({&at, 1}, {});
        const double best = f.f(std::exp(r)).first,
                     t = f.activation(scores[static_cast<std::size_t>(i)], f.link()).value;
        CHECK(std::abs(t - best) <= 2e-6 * std::max({1.0, std::abs(best), std::abs(r)}));
      }
    }
}

TEST_CASE("the oracle's score is the published V*", "[unit]") {
  const auto score = [](const char* name, double r) {
    const auto divergence = make<Divergence>(name);
    // N(r/2, 1) and N(−r/2, 1): log p/q is r·x, so at 1 it is r.
    Informant informant({normal(r / 2, 1), normal(-r / 2, 1), divergence->mathematics()}, 1);
    OwnedMatrix one(1, 1);
    one.view()(0, 0) = 1;
    return double{informant.scores(one).front()};
  };
  for (const double r : {-3.0, -0.5, 0.25, 2.0}) {
    const auto is = [&](const char* name, double truth) {
      INFO(name << " at " << r);
      CHECK(std::abs(score(name, r) - truth) <= 1e-6 * std::max(1.0, std::abs(truth)));
    };
    is("kl", r + 1);
    is("reverse_kl", r);
    is("js", r);
    is("neyman", 2 * r);
    is("squared_hellinger", r / 2);
    is("pearson", 2 * std::expm1(r));
    is("jeffrey", r + 1 - std::exp(-r));
    is("symmetric_chi2", 2 * std::exp(r) - 1 - std::exp(-2 * r));
  }
}

TEST_CASE("the oracle's slope is that of differences of its score", "[unit]") {
  constexpr float step = 1.0F / 256;
  for (const char* name : smooth) {
    INFO(name);
    const auto divergence = make<Divergence>(name);
    const PointDensityPtr p = point_density({Bell{0.5, {0, 1}, {1, 0.7}}, Bell{0.5, {1, -1}, {0.8, 1.2}}}),
                          q = point_density({Bell{1, {0.5, 0}, {1.1, 1.1}}});
    Informant informant({p, q, divergence->mathematics()}, 32);
    const OwnedMatrix x = normals(32, 2, 3, 0, 0.7F);
    informant.scores(x);
    const std::vector<float> slopes = informant.slopes();
    for (std::int64_t j = 0; j < 2; ++j) {
      OwnedMatrix up = normals(32, 2, 3, 0, 0.7F), down = normals(32, 2, 3, 0, 0.7F);
      for (std::int64_t i = 0; i < 32; ++i) up.view()(i, j) += step, down.view()(i, j) -= step;
      const std::vector<float> high = informant.scores(up), low = informant.scores(down);
      for (std::size_t i = 0; i < 32; ++i) {
        const double slope = slopes[2 * i + static_cast<std::size_t>(j)];
        CHECK(std::abs((high[i] - low[i]) / (2 * step) - slope) <= 3e-3 * std::max(1.0, std::abs(slope)));
      }
    }
  }
}

TEST_CASE("the oracle says what it cannot do with", "[unit]") {
  const auto js = make<Divergence>("js"), tv = make<Divergence>("total_variation"), w = make<Divergence>("wasserstein");
  const auto oracle = make<Discriminator>("oracle");
  const auto refuses = [&](const Knowledge& known, const char* reason) {
    check_error([&] { dynamic_cast<Informed&>(*oracle).inform(known); }, Exit::usage, reason);
  };
  refuses({mixture(), normal(0, 1), w->mathematics()}, "is no f-divergence");
  refuses({mixture(), normal(0, 1), tv->mathematics()}, "not strictly convex");
  refuses({nullptr, normal(0, 1), js->mathematics()}, "the data's density is not known");
  refuses({mixture(), nullptr, js->mathematics()}, "the generator's density is not known");
  refuses({mixture(), point_density({Bell{1, {0, 0}, {1, 1}}}), js->mathematics()}, "one of 1 numbers");
}

TEST_CASE("under the oracle the bound is the divergence, and critic_gap is nothing", "[train]") {
  for (const char* name : {"kl", "js", "pearson"}) {
    INFO(name);
    Trainer trainer(players(name, 0.05), {.steps = 5, .seed = 1, .batch = 64});
    for (int i = 0; i < 5; ++i) trainer.step();
    const Evaluation evaluation = trainer.evaluation(false);
    std::vector<double> exact(4), gap(8);
    make<Metric>("exact_divergence")->evaluate(evaluation, 500, exact);
    make<Metric>("critic_gap")->evaluate(evaluation, 500, gap);
    CHECK(std::abs(exact[2]) <= 2e-6);  // D − bound
    for (int i = 0; i < 4; ++i) CHECK(gap[static_cast<std::size_t>(i)] <= 2e-5);
    CHECK((gap[7] > 0.55 && gap[7] < 0.95));
  }
}

TEST_CASE("critic_gap sees a critic that is off by a known amount", "[unit]") {
  const auto data = make<Data>("mixture");
  const auto generator = make<Generator>("gaussian");
  nn::Network network("generator", generator->build({1}), generator->noise({1}));
  network.parameters().initialise(0);
  const auto kl = make<Divergence>("kl");
  OwnedMatrix real(200, 1), fake = normals(200, 1, 5);
  data->draw(real, Rng(3, Purpose::evaluation_data));
  Evaluation e;
  e.data = data.get();
  e.generator = generator.get();
  e.generator_parameters = &network.parameters();
  e.divergence = kl.get();
  e.real = [&](std::int64_t) { return ConstMatrix(real); };
  e.fake = [&](std::int64_t) { return ConstMatrix(fake); };
  e.split = [&](Split, std::int64_t) { return ConstMatrix(real); };
  const PointDensityPtr p = density_of(*data), q = density_of(*generator, {1}, network.parameters());
  e.score = [&](ConstMatrix x, std::span<float> scores) {  // V* of kl is r + 1
    for (std::int64_t i = 0; i < x.rows; ++i) {
      const double at = x(i, 0);
      scores[static_cast<std::size_t>(i)] =
          static_cast<float>(p->log_density({&at, 1}, {}) - q->log_density({&at, 1}, {}) + 1.25);
    }
  };
  std::vector<double> gap(8);
  make<Metric>("critic_gap")->evaluate(e, 200, gap);
  CHECK(std::abs(gap[0] - 0.25) <= 1e-5);
  CHECK(std::abs(gap[1] - 0.25) <= 1e-4);
  // |D − D*| is most where D* = 1/(1 + e^⅛): tanh(¼/4).
  CHECK((gap[3] <= std::tanh(0.0625) + 1e-5 && gap[3] >= 0.9 * std::tanh(0.0625)));
  CHECK(gap[6] == 0);
}

TEST_CASE("training with the oracle ends at the best Gaussian", "[train]") {
  // By quadrature: the reference of tests/divergence, table 2 of Nowozin, Cseke & Tomioka (NeurIPS 2016).
  struct Best {
    const char* name;
    double mean, std;
  };
  for (const auto& [name, mean, std] : {Best{"kl", 1.010000, 1.831079}, Best{"js", 1.306807, 1.754457}}) {
    INFO(name);
    Trainer trainer(players(name, 0.3), {.steps = 400, .seed = 1, .batch = 256, .ema = 0.99});
    for (int i = 0; i < 400; ++i) trainer.step();
    const auto got = make<Generator>("gaussian")->density(*trainer.averaged_parameters());
    REQUIRE(got);
    CHECK(std::abs(got->mean() - mean) <= 0.05);
    CHECK(std::abs(got->std() - std) <= 0.05);
  }
}

TEST_CASE("under stratified noise the oracle ends at the best Gaussian to a thousandth", "[train]") {
  // The same references. Independent noise of as many samples leaves 0.02 (js) to 0.06 (pearson).
  struct Best {
    const char* name;
    double mean, std;
  };
  for (const auto& [name, mean, std] : {Best{"js", 1.306807, 1.754457}, Best{"jeffrey", 1.321521, 1.703449}}) {
    INFO(name);
    Trainer trainer(players(name, 0.2), {.steps = 1000, .seed = 1, .batch = 1024, .noise = "stratified", .ema = 0.99});
    for (int i = 0; i < 1000; ++i) trainer.step();
    const auto got = make<Generator>("gaussian")->density(*trainer.averaged_parameters());
    REQUIRE(got);
    CHECK(std::abs(got->mean() - mean) <= 1e-3);
    CHECK(std::abs(got->std() - std) <= 1e-3);
  }
}

TEST_CASE("a trainer refuses an oracle that has no densities, before it starts", "[unit]") {
  Players p = players("js", 0.1);
  p.generator = make<Generator>("mlp");
  check_error([&] { Trainer(std::move(p), {.steps = 1, .seed = 0, .batch = 8}); }, Exit::usage,
              "discriminator oracle: the generator's density is not known");
}
