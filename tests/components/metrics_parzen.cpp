#include <cmath>
#include <numbers>
#include <numeric>
#include <plugins/metrics/parzen_window.hpp>

#include "components/make.hpp"

using namespace ganzoo;

namespace {

/// log mean_j N(x; s_j, σ² I) as it is written, in double.
double naive(ConstMatrix x, std::int64_t i, ConstMatrix samples, double sigma) {
  std::vector<double> terms;
  for (std::int64_t j = 0; j < samples.rows; ++j) {
    double square = 0;
    for (std::int64_t k = 0; k < x.columns; ++k) square += std::pow(double{x(i, k)} - double{samples(j, k)}, 2);
    terms.push_back(-square / (2 * sigma * sigma));
  }
  const double most = *std::max_element(terms.begin(), terms.end());
  double sum = 0;
  for (const double t : terms) sum += std::exp(t - most);
  return most + std::log(sum / static_cast<double>(samples.rows)) -
         0.5 * static_cast<double>(x.columns) * std::log(2 * std::numbers::pi * sigma * sigma);
}

OwnedMatrix uniforms(std::int64_t n, std::int64_t d, std::uint64_t seed) {
  OwnedMatrix x(n, d);
  Rng(seed, Purpose::other).fill_uniform(x.view().flat(), 0, 1);
  return x;
}

}  // namespace

TEST_CASE("log-likelihoods under a Parzen window equal their golden values", "[unit]") {
  for (const auto file = reference("parzen.json"); const auto& golden : file.at("cases")) {
    const OwnedMatrix test = matrix(golden.at("test")), samples = matrix(golden.at("samples"));
    const metrics::ParzenWindow window(samples);
    for (const auto& result : golden.at("results")) {
      const std::vector<double> values = metrics::log_densities(window, test.view(), result.at("sigma").get<double>());
      for (std::size_t i = 0; i < values.size(); ++i) {
        const double expected = result.at("log_likelihoods")[i];
        CHECK(std::abs(values[i] - expected) <= 2e-5 * std::max(1.0, std::abs(expected)));
      }
    }
  }
}

TEST_CASE("in 784 dimensions float products keep the log-likelihood to 0.01 nats", "[unit]") {
  const OwnedMatrix samples = uniforms(300, 784, 1), test = uniforms(3, 784, 2);
  const metrics::ParzenWindow window(samples);
  for (const double sigma : {0.1, 0.2, 1.0}) {
    const std::vector<double> values = metrics::log_densities(window, test.view(), sigma);
    for (std::int64_t i = 0; i < 3; ++i)
      CHECK(std::abs(values[static_cast<std::size_t>(i)] - naive(test, i, samples, sigma)) <= 0.01);
  }
}

TEST_CASE("the bandwidth is the best of ten on the validation rows, the mean and its error of the test rows",
          "[unit]") {
  const auto metric = make<Metric>("parzen", {{"samples", 400}, {"validation", 150}, {"test", 350}});
  const OwnedMatrix real = normals(500, 2, 1, 0.5f, 0.3f), fake = normals(400, 2, 2, 0.5f, 0.3f);
  const std::vector<double> values = evaluate(*metric, real, fake);
  double best = 0, most = -INFINITY;
  for (const double sigma : metrics::log_spaced(0.1, 1, 10)) {
    double sum = 0;
    for (std::int64_t i = 0; i < 150; ++i) sum += naive(real, i, fake, sigma);
    if (sum > most) most = sum, best = sigma;
  }
  CHECK(values[2] == best);
  double mean = 0, square = 0;
  for (std::int64_t i = 150; i < 500; ++i) mean += naive(real, i, fake, best) / 350;
  for (std::int64_t i = 150; i < 500; ++i) square += std::pow(naive(real, i, fake, best) - mean, 2) / 350;
  CHECK(std::abs(values[0] - mean) <= 1e-5);
  CHECK(std::abs(values[1] - std::sqrt(square / 350)) <= 1e-5);
}

TEST_CASE("the candidate bandwidths are log-spaced from 0.1 to 1", "[unit]") {
  const std::vector<double> sigmas = metrics::log_spaced(0.1, 1, 10);
  REQUIRE(sigmas.size() == 10);
  CHECK(sigmas.front() == 0.1);
  CHECK(std::abs(sigmas.back() - 1) <= 1e-15);
  for (std::size_t i = 1; i < 10; ++i) CHECK(std::abs(sigmas[i] / sigmas[i - 1] - std::pow(10, 1.0 / 9)) <= 1e-12);
}

TEST_CASE("parzen refuses fewer real samples than it needs", "[unit]") {
  const auto metric = make<Metric>("parzen", {{"samples", 10}, {"validation", 6}, {"test", 5}});
  const OwnedMatrix x = normals(10, 2, 1);
  check_error([&] { evaluate(*metric, x, x); }, Exit::usage,
              "parzen: there are 10 real samples, but must be validation + test = 11");
}

TEST_CASE("a Parzen window in double precision is what is written, to rounding", "[unit]") {
  const OwnedMatrix samples = uniforms(300, 784, 3), test = uniforms(3, 784, 4);
  const std::vector<double> s = as_doubles(samples), t = as_doubles(test);
  const metrics::ExactParzenWindow window(ConstDoubles(s.data(), 300, 784));
  for (const double sigma : {0.1, 1.0}) {
    const std::vector<double> values = metrics::log_densities(window, ConstDoubles(t.data(), 3, 784), sigma);
    for (std::int64_t i = 0; i < 3; ++i) {
      const double truth = naive(test, i, samples, sigma);
      CHECK(std::abs(values[static_cast<std::size_t>(i)] - truth) <= 1e-11 * std::abs(truth));
    }
  }
}

TEST_CASE("parzen of doubles does not hang on where the samples lie", "[unit]") {
  const Given given{{"samples", 200}, {"validation", 100}, {"test", 150}};
  std::vector<double> real = as_doubles(normals(250, 2, 5, 0.5f, 0.3f)),
                      fake = as_doubles(normals(200, 2, 6, 0.5f, 0.3f));
  const std::vector<double> near = evaluate_doubles(*make<Metric>("parzen", given), real, fake, 2);
  for (double& v : real) v += 1 << 30;
  for (double& v : fake) v += 1 << 30;
  const std::vector<double> far = evaluate_doubles(*make<Metric>("parzen", given), real, fake, 2);
  CHECK(far[2] == near[2]);
  CHECK(std::abs(far[0] - near[0]) <= 1e-5);  // the shift itself rounds a sample by 1e-7
}
