// A map of the line: its density against samples, differences and a closed form.
#include <cmath>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/densities.hpp>

#include "make.hpp"

using namespace ganzoo;

namespace {

/// A generator with its network, weights `factor` times what they are at the start: a large one folds.
struct Made {
  std::unique_ptr<Generator> generator;
  nn::Network network;

  explicit Made(Given given, float factor = 1)
      : generator(make<Generator>("line", given)), network("generator", generator->build({1}), generator->noise({1})) {
    network.parameters().initialise(3);
    for (float& w : network.parameters().values()) w *= factor;
  }
  PointDensityPtr density() const { return density_of(*generator, {1}, network.parameters()); }
};

double integral(const PointDensity& density, double low, double high, int n = 200'000) {
  double sum = 0;
  const double h = (high - low) / n;
  for (int i = 0; i < n; ++i) {
    const double x = low + (i + 0.5) * h;
    sum += std::exp(density.log_density({&x, 1}, {})) * h;
  }
  return sum;
}

/// The share of samples below each of 20 places against the density's integral: five standard deviations of 100 000.
void samples_follow(Made&& made, double low, double high) {
  constexpr std::int64_t many = 100'000;
  const PointDensityPtr density = made.density();
  nn::Engine engine;
  auto plan = made.network.plan(engine, {.batch = many, .training = false});
  if (made.generator->uniform_noise())
    Rng(5, Purpose::other).fill_uniform(plan->input().flat(), -1, 1);
  else
    Rng(5, Purpose::other).fill_normal(plan->input().flat(), 0, 1);
  plan->forward();
  std::vector<float> x(plan->output().flat().begin(), plan->output().flat().end());
  std::ranges::sort(x);
  double below = 0, before = low;
  const auto first = std::ranges::lower_bound(x, static_cast<float>(low)) - x.begin();
  for (int i = 1; i <= 20; ++i) {
    const double place = low + (high - low) * i / 20;
    below += integral(*density, before, place, 4000);
    before = place;
    const auto got = std::ranges::lower_bound(x, static_cast<float>(place)) - x.begin() - first;
    CHECK(std::abs(static_cast<double>(got) / many - below) <= 5 * 0.5 / std::sqrt(double(many)) + 2e-4);
  }
}

}  // namespace

TEST_CASE("without its perceptron the line's density is a Gaussian's", "[unit]") {
  const Made made({{"shift", 2.0}, {"scale", 0.5}});
  const auto& parameters = made.network.parameters();
  for (std::size_t i = 0; i + 2 < parameters.entries().size(); ++i)
    std::ranges::fill(parameters.value(static_cast<int>(i)), 0.0F);
  const PointDensityPtr density = made.density();
  for (const double x : {-1.0, 1.5, 2.0, 4.0}) {
    double slope = 0;
    const double value = density->log_density({&x, 1}, {&slope, 1});
    CHECK(std::abs(value - Distribution::normal(2, 0.5).log_density(x)) <= 1e-12 * std::max(1.0, std::abs(value)));
    CHECK(std::abs(slope + (x - 2) / 0.25) <= 1e-11 * std::max(1.0, std::abs(slope)));
  }
}

TEST_CASE("the line's density integrates to 1 and its samples follow it, folds included", "[unit]") {
  for (const char* activation : {"tanh", "softplus", "leaky_relu"})
    for (const float factor : {1.0F, 3.0F}) {
      INFO(activation << " × " << factor);
      samples_follow(Made({{"activation", std::string(activation)}}, factor), -12, 12);
    }
  samples_follow(Made({{"noise_law", std::string("uniform")}}), -4, 4);
  CHECK(std::abs(integral(*Made({}).density(), -60, 60) - 1) <= 1e-6);
}

TEST_CASE("the slope of the line's density is that of differences", "[unit]") {
  const Made made({}, 1.5F);
  const PointDensityPtr density = made.density();
  for (const double x : {-1.7, -0.4, 0.3, 1.1, 2.2}) {
    double slope = 0;
    density->log_density({&x, 1}, {&slope, 1});
    const double up = x + 1e-5, down = x - 1e-5;
    const double difference = (density->log_density({&up, 1}, {}) - density->log_density({&down, 1}, {})) / 2e-5;
    CHECK(std::abs(slope - difference) <= 1e-4 * std::max(1.0, std::abs(slope)));
  }
}

TEST_CASE("the line makes single numbers only", "[unit]") {
  check_error([] { make<Generator>("line")->build({2}); }, Exit::usage, "must be one number");
}
