// How steep the critic is: a linear critic, whose slope is known, on samples whose distance is known.
#include <cmath>
#include <ganzoo/train/critic_view.hpp>
#include <ganzoo/train/trainer.hpp>

#include "make.hpp"

using namespace ganzoo;

namespace {

enum Number : std::size_t {
  real_largest,
  real_mean,
  fake_largest,
  fake_mean,
  between_largest,
  between_mean,
  largest,
  at_ends,
  bound,
  w1,
  efficiency,
  excess,
  count
};

/// A critic v = ψ·Σx on fakes that are the reals moved by `shift` along each axis.
std::vector<double> of_linear(double psi, float shift, std::int64_t d) {
  Players p;
  p.data = make<Data>(d == 1 ? "mixture" : "ring");
  p.generator = make<Generator>("gaussian");
  p.discriminator = make<Discriminator>("linear", {{"slope", psi}});
  p.divergence = make<Divergence>("wasserstein");
  p.scheduler = make<Scheduler>("simultaneous");
  p.generator_optimizer = make<Optimizer>("sgd");
  p.critic_optimizer = make<Optimizer>("sgd");
  Trainer trainer(std::move(p), {.steps = 1, .seed = 4, .batch = 16});
  const auto metric = make<Metric>("lipschitz", {{"samples", std::int64_t{100}}});
  Evaluation e = trainer.evaluation(false);
  OwnedMatrix moved(100, d);
  e.fake = [&](std::int64_t n) {
    const ConstMatrix real = e.real(n);
    for (std::int64_t i = 0; i < real.size(); ++i) moved.view().data[i] = real.data[i] + shift;
    return ConstMatrix(moved);
  };
  dynamic_cast<LooksIntoCritic&>(*metric).look_into(trainer.critic_view());
  std::vector<double> values(metric->quantities().size());
  metric->evaluate(e, 100, values);
  return values;
}

bool close(double a, double b) { return std::abs(a - b) <= 1e-5 * std::max(1.0, std::abs(b)); }

}  // namespace

TEST_CASE("lipschitz tells a linear critic's slope everywhere", "[unit]") {
  for (const double psi : {-0.75, 2.0}) {
    const std::vector<double> values = of_linear(psi, 0.5F, 2);
    REQUIRE(values.size() == count);
    for (const Number n : {real_largest, real_mean, fake_largest, fake_mean, between_largest, between_mean, largest})
      CHECK(close(values[n], std::abs(psi) * std::sqrt(2)));
    CHECK(values[at_ends] == 1);  // both weights are the largest
  }
}

TEST_CASE("a linear critic of a shift along it is efficient, and its excess is its slope", "[unit]") {
  // Fakes are moved by +½: the critic that tells reals by more is one that falls.
  for (const double psi : {-0.5, -1.0, -1.5}) {
    const std::vector<double> values = of_linear(psi, 0.5F, 1);
    CHECK(close(values[w1], 0.5));
    CHECK(close(values[bound], -psi * 0.5));
    CHECK(close(values[efficiency], 1));
    CHECK(close(values[excess], -psi));  // above 1 where it is steeper than 1
  }
}

TEST_CASE("no critic is more efficient than 1 where its slope is the same everywhere", "[unit]") {
  const std::vector<double> values = of_linear(-1, 0.5F, 2);
  CHECK(close(values[w1], std::sqrt(0.5)));
  CHECK(close(values[efficiency], 1));
  CHECK(of_linear(1, 0.5F, 2)[efficiency] < 0);
}

TEST_CASE("lipschitz asks for a critic", "[unit]") {
  const auto metric = make<Metric>("lipschitz");
  check_error([&] { evaluate(*metric, normals(8, 1, 1), normals(8, 1, 2)); }, Exit::usage, "no critic to look into");
  check_error([&] { metric->accept(*make<Data>("ring"), *make<Generator>("mlp"), *make<Divergence>("energy")); },
              Exit::usage, "has no critic");
}
