// The critic of one divergence in the game of another.
#include "oracle_scene.hpp"

using namespace ganzoo;
using namespace oracle_scene;

namespace {

std::unique_ptr<Divergence> log_ratio(const char* name) {
  return make<Divergence>(name, {{"link", std::string("log_ratio")}});
}

constexpr const char* five[] = {"kl", "reverse_kl", "js", "jeffrey", "pearson"};

}  // namespace

TEST_CASE("whatever the critic's f, the generator's gradient at log p/q is the one of its own divergence", "[unit]") {
  const OwnedMatrix scores = normals(64, 1, 4, 0, 1.5F);
  for (const char* critic : five)
    for (const char* generator : five) {
      INFO(critic << " against " << generator);
      OwnedMatrix alone(64, 1), both(64, 1);
      const double value = log_ratio(generator)->generator({}, scores, {}, alone).value;
      CHECK(two_divergences(log_ratio(critic), log_ratio(generator))->generator({}, scores, {}, both).value == value);
      CHECK(std::ranges::equal(alone.view().flat(), both.view().flat()));
    }
}

TEST_CASE("under the oracle the generator descends the exact divergence of its own, not the critic's", "[unit]") {
  // ∂D_h/∂μ of N(μ, σ) by differences of the exact value; the game's by quadrature: E_Q of the loss's slope in x, for
  // x = μ + σz moves as μ does.
  const Distribution p = Distribution::of_mixture({{0.33, -1, 0.255}, {0.67, 2, 1.415}});
  constexpr double mean = 0.5, std = 1.5, step = 1e-4;
  const Distribution q = Distribution::normal(mean, std);
  for (const char* critic : five)
    for (const char* generator : five) {
      INFO(critic << " against " << generator);
      const auto game = two_divergences(log_ratio(critic), log_ratio(generator));
      const auto h = log_ratio(generator);
      const auto exact = [&](double at) {
        return exact_divergence(*h->mathematics(), p, Distribution::normal(at, std));
      };
      const DensityRule rule = density_rule(p, q);
      Informant informant({point_density(p), point_density(q), game->mathematics()}, static_cast<int>(rule.x.size()));
      OwnedMatrix x(static_cast<std::int64_t>(rule.x.size()), 1), slope(x.rows, 1);
      for (std::size_t i = 0; i < rule.x.size(); ++i) x.view().flat()[i] = static_cast<float>(rule.x[i]);
      OwnedMatrix scores(x.rows, 1);
      std::ranges::copy(informant.scores(x), scores.view().flat().begin());
      const std::vector<float> slopes = informant.slopes();
      game->generator({}, scores, {}, slope);
      double gradient = 0;
      for (std::size_t i = 0; i < rule.x.size(); ++i)
        if (rule.q_weight[i] > 1e-15)
          gradient += rule.q_weight[i] * slope.view().flat()[i] * slopes[i] * static_cast<double>(x.rows);
      const double truth = (exact(mean + step) - exact(mean - step)) / (2 * step);
      CHECK(std::abs(gradient - truth) <= 2e-4 * std::max(1.0, std::abs(truth)));
    }
}

TEST_CASE("two divergences in one game must both read a score as log p/q", "[unit]") {
  check_error([] { two_divergences(make<Divergence>("kl"), log_ratio("js")); }, Exit::usage,
              "the critic's reads no log p/q");
  check_error([] { two_divergences(log_ratio("js"), make<Divergence>("hinge")); }, Exit::usage,
              "the generator's reads no log p/q");
}

TEST_CASE("two divergences train to the best Gaussian of the generator's", "[train]") {
  Players p = players("kl", 0.3);
  p.divergence = two_divergences(log_ratio("kl"), log_ratio("js"));
  Trainer trainer(std::move(p), {.steps = 400, .seed = 1, .batch = 256, .ema = 0.99});
  for (int i = 0; i < 400; ++i) trainer.step();
  const auto got = make<Generator>("gaussian")->density(*trainer.averaged_parameters());
  REQUIRE(got);
  CHECK(std::abs(got->mean() - 1.306807) <= 0.05);  // js; kl's is 1.0100
  CHECK(std::abs(got->std() - 1.754457) <= 0.05);
}
