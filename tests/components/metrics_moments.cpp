#include <cmath>
#include <ganzoo/nn/network.hpp>

#include "components/make.hpp"

using namespace ganzoo;

TEST_CASE("moments of samples are their mean and standard deviation", "[unit]") {
  const auto metric = make<Metric>("moments");
  OwnedMatrix line(4, 1);
  for (std::int64_t i = 0; i < 4; ++i) line.view()(i, 0) = static_cast<float>(i);
  const std::vector<double> values = evaluate(*metric, line, line);
  CHECK(std::abs(values[0] - 1.5) <= 1e-12);
  CHECK(std::abs(values[1] - std::sqrt(1.25)) <= 1e-12);
}

TEST_CASE("moments in several dimensions are averages over them", "[unit]") {
  OwnedMatrix x(2, 2);
  x.view()(0, 0) = 1, x.view()(1, 0) = 3;    // mean 2, std 1
  x.view()(0, 1) = 10, x.view()(1, 1) = 16;  // mean 13, std 3
  const std::vector<double> values = evaluate(*make<Metric>("moments"), x, x);
  CHECK(std::abs(values[0] - 7.5) <= 1e-12);
  CHECK(std::abs(values[1] - 2) <= 1e-12);
}

TEST_CASE("moments of a Gaussian generator are its own", "[unit]") {
  const auto generator = make<Generator>("gaussian", {{"mean", 3.0}, {"std", 0.5}});
  nn::Network network("generator", generator->build({1}), generator->noise({1}));
  network.parameters().initialise(0);
  Evaluation e;
  e.generator = generator.get();
  e.generator_parameters = &network.parameters();
  double values[2];
  make<Metric>("moments")->evaluate(e, 10, values);
  CHECK(values[0] == 3);
  CHECK(values[1] == 0.5);
}

TEST_CASE("moments in double precision lose nothing far from 0", "[unit]") {
  std::vector<double> x;
  for (int i = 0; i < 10000; ++i) x.push_back(1.7e9 + i % 2);
  const std::vector<double> values = evaluate_doubles(*make<Metric>("moments"), x, x);
  CHECK(values[0] == 1.7e9 + 0.5);
  CHECK(std::abs(values[1] - 0.5) <= 1e-12);
}
