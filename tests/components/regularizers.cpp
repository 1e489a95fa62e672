// Regularizers against the double backward of an independent program, closed forms and their own definitions.
#include "regularizer_scene.hpp"

using namespace ganzoo;
using nlohmann::json;
using namespace regularizer_scene;

TEST_CASE("every input penalty equals the double backward of an independent program", "[unit]") {
  struct Row {
    const char* reference;
    const char *name, *points;
    Settings settings;
  };
  const std::vector<Row> rows{
      {"wgan_gp (lambda=10): 10*mean((|grad D(xhat)|-1)^2)", "gradient_penalty", "xhat", {{"lambda", 10.0}}},
      {"wgan_lp one-sided (lambda=10): 10*mean(max(0,|grad D(xhat)|-1)^2)",
       "gradient_penalty",
       "xhat",
       {{"lambda", 10.0}, {"sides", "one"}}},
      {"gp0 (lambda=10): 10*mean(|grad D(xhat)|^2)", "gradient_penalty", "xhat", {{"lambda", 10.0}, {"target", 0.0}}},
      {"r1 (gamma=10): 5*mean(|grad D(x_real)|^2)", "r1", "batch", {{"gamma", 10.0}}},
      {"r2 (gamma=10): 5*mean(|grad D(x_fake)|^2)", "r2", "batch", {{"gamma", 10.0}}},
      {"wgan_gp (lambda=10): 10*mean((|grad D(xhat)|-1)^2)", "dragan", "xhat", {{"lambda", 10.0}, {"spread", 0.0}}},
  };
  const json golden = reference("gradcheck.json").at("cases");
  for (const char* activation : {"leaky_relu", "tanh", "sigmoid", "softplus", "maxout"}) {
    const std::string suffix = activation == std::string("leaky_relu") ? "_0.2"
                               : activation == std::string("maxout")   ? "_2"
                                                                       : "";
    const json& one = golden.at("mlp_3_5_4_1_" + (activation + suffix));
    for (const Row& row : rows) {
      CAPTURE(activation, row.reference, row.name);
      // Between a point and itself lies that point alone.
      const bool at_xhat = row.points == std::string("xhat");
      const json& xhat = one.at("penalty_extra").at("xhat");
      Bench bench(golden_critic(activation), matrix(at_xhat ? xhat : one.at("x_real")),
                  matrix(at_xhat ? xhat : one.at("x_fake")));
      int index = 0;
      for (const char* name : {"W1", "b1", "W2", "b2", "W3", "b3"}) {
        const std::vector<double> values = flat(one.at("params").at(name));
        std::ranges::transform(values, bench.critic.parameters().value(index++).begin(),
                               [](double v) { return static_cast<float>(v); });
      }
      const auto penalty = regularizer(row.name, row.settings);
      const json& expected = one.at("penalties").at(row.reference);
      const double value = bench.penalty(*penalty);
      CHECK(std::abs(value - expected.at("value").get<double>()) <= 2e-6 * (1 + value));
      check_descent(bench.critic.parameters(), expected.at("grad"), 4e-6);
    }
  }
}

TEST_CASE("the gradient penalty looks at one uniform point between each real sample and its fake", "[unit]") {
  constexpr std::int64_t n = 4000;
  auto bench = linear_bench({1, 0, 0}, n);
  bench->penalty(*regularizer("gradient_penalty"));
  double sum = 0, square = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    const std::span<const float> real = bench->probe->real().row(i), fake = bench->probe->fake().row(i),
                                 x = bench->probe->points().row(i);
    const double u = (x[0] - real[0]) / (double{fake[0]} - real[0]);
    CHECK((u >= -1e-4 && u <= 1 + 1e-4));
    for (std::size_t j = 1; j < 3; ++j) CHECK(std::abs(x[j] - (real[j] + u * (double{fake[j]} - real[j]))) <= 1e-2);
    sum += u / n;
    square += u * u / n;
  }
  // Four standard errors of a uniform's mean and mean square.
  CHECK(std::abs(sum - 0.5) <= 4 * std::sqrt(1.0 / 12 / n));
  CHECK(std::abs(square - 1.0 / 3) <= 4 * std::sqrt(4.0 / 45 / n));
}

TEST_CASE("of a linear critic every input penalty and its gradient are closed forms", "[unit]") {
  const std::vector<float> w{3, 0, -4};  // norm 5
  struct Row {
    const char* name;
    Settings settings;
    double penalty, slope;  // d penalty / d norm
  };
  const std::vector<Row> rows{{"gradient_penalty", {{"lambda", 0.5}, {"target", 2.0}}, 4.5, 3},
                              {"gradient_penalty", {{"lambda", 0.5}, {"target", 6.0}}, 0.5, -1},
                              {"gradient_penalty", {{"lambda", 0.5}, {"target", 6.0}, {"sides", "one"}}, 0, 0},
                              {"gradient_penalty", {{"lambda", 0.5}, {"target", 2.0}, {"sides", "one"}}, 4.5, 3},
                              {"r1", {{"gamma", 0.2}}, 2.5, 1},
                              {"r2", {{"gamma", 0.2}}, 2.5, 1},
                              {"dragan", {{"lambda", 2.0}, {"target", 4.0}}, 2, 4}};
  for (const Row& row : rows) {
    CAPTURE(row.name, row.penalty);
    auto bench = linear_bench(w, 7);
    const auto penalty = regularizer(row.name, row.settings);
    CHECK(std::abs(bench->penalty(*penalty) - row.penalty) <= 1e-5);
    for (std::size_t j = 0; j < w.size(); ++j)
      CHECK(std::abs(bench->critic.parameters().gradient(0)[j] + row.slope * w[j] / 5) <= 1e-5);
  }
}

TEST_CASE("where the critic is flat a penalty on its slope has a value but no direction", "[unit]") {
  auto bench = linear_bench({0, 0}, 4);
  CHECK(bench->penalty(*regularizer("gradient_penalty", {{"lambda", 10.0}})) == 10);
  for (const float g : bench->critic.parameters().gradients()) CHECK(g == 0);
  CHECK(bench->penalty(*regularizer("r1")) == 0);
  for (const float g : bench->critic.parameters().gradients()) CHECK(g == 0);
}

TEST_CASE("dragan looks around the real samples at a distance in their own units", "[unit]") {
  constexpr std::int64_t n = 4000;
  auto bench = linear_bench({1, 1}, n);
  bench->penalty(*regularizer("dragan", {{"spread", 0.5}}));
  std::vector<float> moved;
  for (std::size_t i = 0; i < bench->real.view().flat().size(); ++i)
    moved.push_back(bench->probe->points().flat()[i] - bench->real.view().flat()[i]);
  const double std = 0.5 * deviation(bench->real.view().flat());
  CHECK(std::abs(mean(moved)) <= 4 * std / std::sqrt(2.0 * n));
  CHECK(std::abs(deviation(moved) - std) <= 4 * std / std::sqrt(4.0 * n));
}

TEST_CASE("the weight of a penalty follows its ramp", "[unit]") {
  for (const auto& [name, key] :
       {std::pair{"r1", "gamma"}, {"r2", "gamma"}, {"gradient_penalty", "lambda"}, {"dragan", "lambda"}}) {
    CAPTURE(name);
    auto bench = linear_bench({3, 4}, 4);
    const auto ramped = regularizer(name, {{key, ramp_value(8, 2)}}), fixed = regularizer(name, {{key, 5.0}});
    CHECK(bench->penalty(*ramped, {.step = 50, .steps = 100}) == bench->penalty(*fixed));
  }
}

TEST_CASE("only the gradient penalty and weight clipping claim to bound the critic's slope", "[unit]") {
  for (const char* name : {"r1", "r2", "dragan", "lecam", "instance_noise"})
    CHECK_FALSE(regularizer(name)->provides_lipschitz());
  CHECK(regularizer("gradient_penalty")->provides_lipschitz());
  CHECK(regularizer("weight_clip")->provides_lipschitz());
}

TEST_CASE("lecam pulls each kind of score to the other's average", "[unit]") {
  const auto lecam = regularizer("lecam", {{"lambda", 0.5}, {"decay", 0.75}});
  OwnedMatrix real = normals(6, 1, 1, 1), fake = normals(6, 1, 2, -2), next_real = normals(6, 1, 3),
              next_fake = normals(6, 1, 4);
  OwnedMatrix dr(6, 1), df(6, 1);
  lecam->score_penalty(real, fake, dr, df, start);
  std::ranges::fill(dr.view().flat(), 0.0F);
  std::ranges::fill(df.view().flat(), 1.0F);  // what is there stays
  const double value = lecam->score_penalty(next_real, next_fake, dr, df, start);

  const double real_average = 0.75 * mean(real.view().flat()) + 0.25 * mean(next_real.view().flat());
  const double fake_average = 0.75 * mean(fake.view().flat()) + 0.25 * mean(next_fake.view().flat());
  double expected = 0;
  for (std::int64_t i = 0; i < 6; ++i) {
    const double r = next_real.view()(i, 0) - fake_average, f = next_fake.view()(i, 0) - real_average;
    expected += 0.5 * (r * r + f * f) / 6;
    CHECK(std::abs(dr.view()(i, 0) - r / 6) <= 1e-6);
    CHECK(std::abs(df.view()(i, 0) - (1 + f / 6)) <= 1e-6);
  }
  CHECK(std::abs(value - expected) <= 1e-6);
}

TEST_CASE("lecam goes on after a resume as if nothing had happened", "[unit]") {
  const auto whole = regularizer("lecam"), half = regularizer("lecam"), resumed = regularizer("lecam");
  const auto penalty = [](Regularizer& r, std::uint64_t seed) {
    OwnedMatrix dr(8, 1), df(8, 1);
    return r.score_penalty(normals(8, 1, seed), normals(8, 1, seed + 100), dr, df, start);
  };
  for (std::uint64_t i = 0; i < 3; ++i) CHECK(penalty(*whole, i) == penalty(*half, i));
  Saved saved;
  Archive saver = Archive::saver(saved), loader = Archive::loader(saved);
  half->state(saver);
  resumed->state(loader);
  for (std::uint64_t i = 3; i < 6; ++i) CHECK(penalty(*whole, i) == penalty(*resumed, i));
}
