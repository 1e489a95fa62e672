#include <cmath>

#include "components/make.hpp"

using namespace ganzoo;

TEST_CASE("modes counts as its golden values say", "[unit]") {
  const auto metric = make<Metric>("modes"), strict = make<Metric>("modes", {{"least", 20}});
  for (const auto file = reference("modes.json"); const auto& golden : file.at("cases")) {
    const auto data = make<Data>(golden.at("data").get<std::string>());
    const OwnedMatrix samples = matrix(golden.at("samples"));
    INFO(golden.at("data") << " " << golden.at("kind"));
    const std::vector<double> values = evaluate(*metric, samples, samples, data.get());
    CHECK(values[0] == golden.at("covered").get<double>());
    CHECK(std::abs(values[1] - golden.at("high_quality").get<double>()) <= 1e-12);
    CHECK(std::abs(values[2] - golden.at("kl").get<double>()) <= 1e-12);
    CHECK(evaluate(*strict, samples, samples, data.get())[0] == golden.at("covered_20").get<double>());
  }
}

TEST_CASE("the data itself covers every mode, 98.9 % of it in high quality", "[unit]") {
  const auto data = make<Data>("ring");
  OwnedMatrix samples(100'000, 2);
  data->draw(samples, Rng(3, Purpose::evaluation_data));
  const std::vector<double> values = evaluate(*make<Metric>("modes"), samples, samples, data.get());
  const double perfect = 1 - std::exp(-4.5);
  CHECK(values[0] == 8);
  // Five standard errors: 6 false alarms in 10 million. Under the true weights 2n·KL is χ² with 7 degrees of freedom:
  // beyond 50 in 2 of 100 million.
  CHECK(std::abs(values[1] - perfect) <= 5 * std::sqrt(perfect * (1 - perfect) / 1e5));
  CHECK(values[2] <= 50 / 2e5);
}

TEST_CASE("one mode alone has a divergence of log 8", "[unit]") {
  const auto data = make<Data>("ring");
  OwnedMatrix samples(10, 2);
  for (std::int64_t i = 0; i < 10; ++i) samples.view()(i, 0) = 2;
  const std::vector<double> values = evaluate(*make<Metric>("modes"), samples, samples, data.get());
  CHECK(values[0] == 1);
  CHECK(values[1] == 1);
  CHECK(std::abs(values[2] - std::log(8)) <= 1e-12);
}

TEST_CASE("a sample that is not finite belongs to no mode", "[unit]") {
  const auto data = make<Data>("ring");
  OwnedMatrix samples(2, 2);
  samples.view()(0, 0) = 2;
  samples.view()(1, 0) = NAN;
  std::vector<double> values = evaluate(*make<Metric>("modes"), samples, samples, data.get());
  CHECK(values[0] == 1);
  CHECK(values[1] == 0.5);
  samples.view()(0, 0) = INFINITY;
  values = evaluate(*make<Metric>("modes"), samples, samples, data.get());
  CHECK(values[1] == 0);
  CHECK(std::isnan(values[2]));
}

TEST_CASE("modes refuses data without known modes", "[unit]") {
  const auto metric = make<Metric>("modes");
  const auto data = make<Data>("mixture");
  const OwnedMatrix x = normals(10, 1, 1);
  check_error([&] { evaluate(*metric, x, x, data.get()); }, Exit::usage,
              "modes: the data has no known modes, but must have them");
  check_error([&] { evaluate(*metric, x, x); }, Exit::usage, "modes: the data has no known modes");
}
