// The metrics exact_divergence and bound, with a critic that knows log p/q.
#include <ganzoo/nn/network.hpp>
#include <ganzoo/train/metric.hpp>

#include "support/catch.hpp"
#include "zoo.hpp"

using namespace ganzoo;

namespace {

/// N(1, 2²), told as data.
struct Normal : Data {
  Shape shape() const override { return {1}; }
  std::optional<Distribution> density() const override { return Distribution::normal(1, 2); }
  void draw(Matrix batch, const Rng& rng) const override { rng.fill_normal(batch.flat(), 1, 2); }
};

struct Unknown : Data {
  Shape shape() const override { return {1}; }
};

/// An evaluation of the generator N(0, 1) against N(1, 2²), its critic off the truth by `shift`.
struct Scene {
  Registry registry;
  Normal data;
  std::unique_ptr<Generator> generator = registry.make<Generator>("gaussian", {});
  std::unique_ptr<Divergence> divergence;
  nn::Network network{"generator", generator->build({1}), {1}};
  OwnedMatrix real, fake;
  Evaluation now;

  Scene(const std::string& name, double shift) : divergence(zoo::make(name)), real(200000, 1), fake(200000, 1) {
    network.parameters().initialise(0);
    data.draw(real, Rng(1, Purpose::evaluation_data));
    Rng(1, Purpose::evaluation_noise).fill_normal(fake.view().flat(), 0, 1);
    now.data = &data;
    now.generator = generator.get();
    now.generator_parameters = &network.parameters();
    now.divergence = divergence.get();
    now.real = [this](std::int64_t n) -> ConstMatrix { return real.view().slice(0, n); };
    now.fake = [this](std::int64_t n) -> ConstMatrix { return fake.view().slice(0, n); };
    now.score = [shift](ConstMatrix x, std::span<float> scores) {
      const Distribution p = Distribution::normal(1, 2), q = Distribution::normal(0, 1);
      for (std::int64_t i = 0; i < x.rows; ++i)
        scores[static_cast<std::size_t>(i)] =
            static_cast<float>(p.log_density(x(i, 0)) - q.log_density(x(i, 0)) + shift);
    };
  }
  std::unique_ptr<Metric> metric(const char* name) { return registry.make<Metric>(name, {}); }
};

std::string refusal(const Metric& metric, const Data& data, const Generator& generator, const Divergence& divergence) {
  try {
    metric.accept(data, generator, divergence);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("exact_divergence finds D, and no gap at the optimal critic", "[unit]") {
  Scene best("js", 0), off("js", 0.5);
  std::array<double, 4> at_best{}, beside{};
  const auto metric = best.metric("exact_divergence");
  metric->accept(best.data, *best.generator, *best.divergence);
  metric->evaluate(best.now, 0, at_best);
  metric->evaluate(off.now, 0, beside);
  const double exact =
      exact_divergence(*best.divergence->mathematics(), Distribution::normal(1, 2), Distribution::normal(0, 1));
  CHECK(at_best[0] == exact);
  CHECK((at_best[3] > 0 && at_best[3] < 1e-13));
  CHECK(std::abs(at_best[2]) <= 1e-6);
  CHECK(beside[0] == exact);
  CHECK(beside[2] > 1e-3);
  CHECK(zoo::error(beside[0] - beside[1], beside[2]) <= 1e-15);
}

TEST_CASE("exact_divergence says why it cannot measure", "[unit]") {
  Scene scene("js", 0);
  const auto metric = scene.metric("exact_divergence");
  const auto mlp = scene.registry.make<Generator>("mlp", {});
  CHECK(refusal(*metric, Unknown(), *scene.generator, *scene.divergence).find("data's density") != std::string::npos);
  CHECK(refusal(*metric, scene.data, *mlp, *scene.divergence).find("generator's density") != std::string::npos);
  CHECK(refusal(*metric, scene.data, *scene.generator, *zoo::make("wasserstein")).find("no f-divergence") !=
        std::string::npos);
}

TEST_CASE("bound estimates the divergence on many samples", "[unit]") {
  // Standard error about 0.0015 with 200 000 samples a side: four of them, false alarms below 1e-4.
  Scene js("js", 0);
  double value = 0;
  const auto metric = js.metric("bound");
  metric->accept(js.data, *js.generator, *js.divergence);
  metric->evaluate(js.now, 200000, {&value, 1});
  const double exact =
      exact_divergence(*js.divergence->mathematics(), Distribution::normal(1, 2), Distribution::normal(0, 1));
  CHECK(std::abs(value - exact) <= 6e-3);

  Scene w("wasserstein", 0.5);
  w.metric("bound")->accept(w.data, *w.generator, *w.divergence);
  w.metric("bound")->evaluate(w.now, 200000, {&value, 1});
  // E log p/q under P less that under Q: KL(P‖Q) + KL(Q‖P) = 1.75 for this pair, whatever the shift.
  CHECK(std::abs(value - 1.75) <= 5e-2);
  CHECK(refusal(*metric, js.data, *js.generator, *zoo::make("hinge")).find("game") != std::string::npos);
}
