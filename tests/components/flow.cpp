// Densities in the plane and beyond: the flow's by samples and by differences, exact_divergence by closed forms and by
// Monte Carlo.
#include <cmath>
#include <ganzoo/divergence/exact/exact.hpp>
#include <ganzoo/divergence/f_math.hpp>
#include <ganzoo/nn/engine.hpp>
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/densities.hpp>
#include <ganzoo/train/trainer.hpp>

#include "make.hpp"

using namespace ganzoo;

namespace {

/// A generator with weights, and what it makes.
struct Made {
  std::unique_ptr<Generator> generator;
  std::unique_ptr<nn::Network> network;
  Shape sample;

  Made(std::unique_ptr<Generator> g, std::int64_t d) : generator(std::move(g)), sample{d} {
    network = std::make_unique<nn::Network>("generator", generator->build(sample), generator->noise(sample));
    network->parameters().initialise(3);
  }
  /// As training may leave the weights.
  void disturb(double by) {
    const std::span<float> all = network->parameters().values();
    const Rng rng(9, Purpose::other);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] += static_cast<float>(by * rng.normal(i));
  }
  PointDensityPtr density() const { return density_of(*generator, sample, network->parameters()); }
  OwnedMatrix drawn(std::int64_t n, std::uint64_t seed) const {
    nn::Engine engine;
    const auto plan = network->plan(engine, {.batch = static_cast<int>(n), .training = false});
    Rng(seed, Purpose::other).fill_normal(plan->input().flat(), 0, 1);
    plan->forward();
    OwnedMatrix x(n, sample.size());
    std::ranges::copy(plan->output().flat(), x.view().flat().begin());
    return x;
  }
};

Made flow(std::int64_t d, double disturbed) {
  Made made(make<Generator>("flow", {{"couplings", 4}, {"hidden", 8}}), d);
  made.disturb(disturbed);
  return made;
}

std::vector<double> point(ConstMatrix x, std::int64_t i) { return {x.row(i).begin(), x.row(i).end()}; }

/// The metric's four numbers: D, bound, gap, error.
std::vector<double> exactly(const Made& made, const Data& data, const Divergence& divergence, std::int64_t n) {
  OwnedMatrix real(n, data.shape().size());
  data.draw(real, Rng(4, Purpose::evaluation_data));
  const OwnedMatrix fake = made.drawn(n, 5);
  Evaluation e;
  e.data = &data;
  e.generator = made.generator.get();
  e.generator_parameters = &made.network->parameters();
  e.divergence = &divergence;
  e.real = [&](std::int64_t) { return ConstMatrix(real); };
  e.fake = [&](std::int64_t) { return ConstMatrix(fake); };
  const auto metric = make<Metric>("exact_divergence");
  metric->accept(data, *made.generator, divergence);
  std::vector<double> values(4);
  metric->evaluate(e, n, values);
  return values;
}

/// D and its standard error, from samples of the generator alone: E_Q f(p/q).
std::pair<double, double> by_monte_carlo(const Made& made, const Data& data, const FDivergence& f, int chunks) {
  const PointDensityPtr p = density_of(data), q = made.density();
  double sum = 0, square = 0, count = 0;
  for (int c = 0; c < chunks; ++c) {
    const OwnedMatrix x = made.drawn(10'000, 100 + static_cast<std::uint64_t>(c));
    for (std::int64_t i = 0; i < x.rows; ++i, ++count) {
      const std::vector<double> at = point(x, i);
      const double term = f.f(std::max(1e-300, std::exp(p->log_density(at, {}) - q->log_density(at, {})))).value;
      sum += term, square += term * term;
    }
  }
  const double mean = sum / count;
  return {mean, std::sqrt((square / count - mean * mean) / count)};
}

}  // namespace

TEST_CASE("a flow's density is that of its samples, in the plane and beyond", "[unit]") {
  for (const std::int64_t d : {2, 3, 5}) {
    INFO(d);
    const Made made = flow(d, 0.15);
    const PointDensityPtr q = made.density();
    REQUIRE(q);
    CHECK(q->dimensions() == d);
    // E_Q p/q = 1 for every density p within Q's support; five standard errors, a false alarm of 6e-7.
    const PointDensityPtr p = point_density({Bell{1, std::vector<double>(static_cast<std::size_t>(d), 0.1),
                                                  std::vector<double>(static_cast<std::size_t>(d), 0.7)}});
    const OwnedMatrix x = made.drawn(40'000, 7);
    double sum = 0, square = 0;
    for (std::int64_t i = 0; i < x.rows; ++i) {
      const std::vector<double> at = point(x, i);
      const double ratio = std::exp(p->log_density(at, {}) - q->log_density(at, {}));
      sum += ratio, square += ratio * ratio;
    }
    const double n = static_cast<double>(x.rows), mean = sum / n, error = std::sqrt((square / n - mean * mean) / n);
    CHECK(error < 0.1);
    CHECK(std::abs(mean - 1) <= 5 * error);
  }
}

TEST_CASE("the slope of a flow's density is that of differences", "[unit]") {
  for (const std::int64_t d : {2, 5}) {
    const Made made = flow(d, 0.3);
    const PointDensityPtr q = made.density();
    const OwnedMatrix x = made.drawn(20, 8);
    for (std::int64_t i = 0; i < x.rows; ++i) {
      std::vector<double> at = point(x, i), slope(static_cast<std::size_t>(d));
      q->log_density(at, slope);
      for (std::size_t j = 0; j < slope.size(); ++j) {
        const double middle = at[j], step = 1e-5;
        at[j] = middle + step;
        const double high = q->log_density(at, {});
        at[j] = middle - step;
        const double low = q->log_density(at, {});
        at[j] = middle;
        CHECK(std::abs((high - low) / (2 * step) - slope[j]) <= 1e-5 * std::max(1.0, std::abs(slope[j])));
      }
    }
  }
}

TEST_CASE("a flow says what it cannot make", "[unit]") {
  const auto g = make<Generator>("flow");
  check_error([&] { g->build({1}); }, Exit::usage, "generator flow: a sample is 1, but must be a row of two numbers");
  check_error([&] { g->build({4, 4, 1}); }, Exit::usage, "must be a row of two numbers");
}

TEST_CASE("exact_divergence of Gaussians in the plane and beyond is the closed form", "[unit]") {
  // KL(N(m, s²) ‖ N(0, 1)), coordinate by coordinate: (s² + m² − 1)/2 − log s.
  const auto closed = [](double m, double s) { return (s * s + m * m - 1) / 2 - std::log(s); };
  const auto kl = make<Divergence>("kl");
  const Value mean2 = List{0.5, -1.0}, cov2 = List{0.25, 0.0, 0.0, 2.25};
  const auto plane = make<Data>("normal", {{"mean", mean2}, {"covariance", cov2}});
  const Made in_plane(make<Generator>("gaussian"), 2);
  const std::vector<double> got = exactly(in_plane, *plane, *kl, 2000);
  const double truth = closed(0.5, 0.5) + closed(-1, 1.5);
  INFO(got[0] << " ± " << got[3] << ", but " << truth);
  CHECK(std::abs(got[0] - truth) <= got[3]);
  CHECK(got[3] <= 2e-3);

  const Value mean3 = List{0.5, -1.0, 0.0}, cov3 = List{0.25, 0.0, 0.0, 0.0, 2.25, 0.0, 0.0, 0.0, 1.0};
  const auto space = make<Data>("normal", {{"mean", mean3}, {"covariance", cov3}});
  const Made in_space(make<Generator>("gaussian"), 3);
  const std::vector<double> beyond = exactly(in_space, *space, *kl, 20'000);
  INFO(beyond[0] << " ± " << beyond[3]);
  CHECK(std::abs(beyond[0] - truth) <= 2.5 * beyond[3]);  // five standard errors
  CHECK(beyond[3] <= 0.1);
}

TEST_CASE("exact_divergence of a map of the line is a plain sum over its density", "[unit]") {
  const auto mixture =
      make<Data>("mixture", {{"weights", List{0.33, 0.67}}, {"means", List{-1.0, 2.0}}, {"stds", List{0.4, 0.8}}});
  Made line(make<Generator>("line", {{"hidden", List{8}}, {"scale", 2.0}, {"shift", 0.5}}), 1);
  line.disturb(0.1);
  const PointDensityPtr p = density_of(*mixture), q = line.density();
  for (const char* name : {"js", "squared_hellinger"}) {
    const auto divergence = make<Divergence>(name);
    double sum = 0;
    constexpr double h = 1e-3;
    for (double x = -12; x < 14; x += h) {
      const double of_p = p->log_density({&x, 1}, {}), of_q = q->log_density({&x, 1}, {});
      if (std::exp(of_q) > 0)
        sum += h * std::exp(of_q) * divergence->mathematics()->f(std::max(1e-300, std::exp(of_p - of_q))).value;
    }
    const std::vector<double> got = exactly(line, *mixture, *divergence, 4000);
    INFO(name << ": " << got[0] << " ± " << got[3] << ", but " << sum);
    CHECK(std::abs(got[0] - sum) <= got[3] + 1e-4);
  }
}

TEST_CASE("exact_divergence of a flow on a ring is its Monte-Carlo mean", "[train]") {
  for (const double std : {0.3, 0.02}) {
    const auto ring = make<Data>("ring", {{"std", std}});
    Made made(make<Generator>("flow", {{"scale", 1.5}}), 2);
    made.disturb(0.1);
    const auto js = make<Divergence>("js");
    const std::vector<double> got = exactly(made, *ring, *js, 2500);
    const auto [mean, error] = by_monte_carlo(made, *ring, *js->mathematics(), 30);
    INFO(std << ": " << got[0] << " ± " << got[3] << ", but " << mean << " ± " << error);
    CHECK(got[3] <= 1e-3);
    CHECK(std::abs(got[0] - mean) <= 5 * error + got[3]);
  }
}

TEST_CASE("a flow under the oracle nears the ring", "[train]") {
  Players p;
  p.data = make<Data>("ring", {{"std", 0.3}});
  p.generator = make<Generator>("flow", {{"scale", 1.5}, {"couplings", 6}});
  p.discriminator = make<Discriminator>("oracle");
  p.divergence = make<Divergence>("js");
  p.scheduler = make<Scheduler>("simultaneous");
  p.generator_optimizer = make<Optimizer>("adam", {{"rate", 5e-3}});
  p.critic_optimizer = make<Optimizer>("sgd", {{"rate", 0.0}});
  Trainer trainer(std::move(p), {.steps = 1000, .seed = 0, .batch = 128});
  const auto metric = make<Metric>("exact_divergence");
  std::vector<double> before(4), after(4);
  metric->evaluate(trainer.evaluation(false), 1000, before);
  for (int i = 0; i < 1000; ++i) trainer.step();
  metric->evaluate(trainer.evaluation(false), 1000, after);
  INFO(before[0] << " before, " << after[0] << " after");
  CHECK(after[0] < 0.6 * before[0]);
  CHECK(std::abs(after[2]) <= 1e-4);  // the oracle's bound is D
}
