#include <ganzoo/divergence/distribution.hpp>
#include <ganzoo/divergence/quadrature.hpp>

#include "support/catch.hpp"
#include "zoo.hpp"

using namespace ganzoo;

namespace {

std::string complaint(const std::string& text) {
  try {
    parse_distribution(text);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("distributions are read as they are written", "[unit]") {
  const Distribution n = parse_distribution("normal(0.5, 2)");
  CHECK((n.mean() == 0.5 && n.std() == 2 && !n.is_discrete()));
  const Distribution m = parse_distribution(" mixture(0.33*normal(-1, 0.255) + 0.67 * normal(2,1.415)) ");
  CHECK(m.mixture.size() == 2);
  CHECK(std::abs(m.mean() - 1.01) <= 1e-12);
  CHECK(parse_distribution("discrete(0.2, 0.8)").probabilities == std::vector<double>{0.2, 0.8});
}

TEST_CASE("a distribution that cannot be read names the place", "[unit]") {
  CHECK(contains(complaint("gauss(0, 1)"), "column 1"));
  CHECK(contains(complaint("normal(0 1)"), "column 10: it must have ',' here"));
  CHECK(contains(complaint("normal(0, 0)"), "must be positive"));
  CHECK(contains(complaint("normal(0, x)"), "must have a number here"));
  CHECK(contains(complaint("normal(0, 1) + 1"), "more behind its end"));
  CHECK(contains(complaint("mixture(0.5*gamma(1, 2))"), "must have normal"));
  CHECK(contains(complaint("mixture(0.5*normal(0, 1))"), "must sum to 1"));
  CHECK(contains(complaint("discrete(0.5, 0.6)"), "must sum to 1"));
  CHECK(contains(complaint("discrete(1.5, -0.5)"), "must be at least 0"));
  CHECK(contains(complaint("discrete("), "must have a number here"));
}

TEST_CASE("a density integrates to 1, and its rule to the same", "[unit]") {
  const Distribution p = parse_distribution("mixture(0.33*normal(-1, 0.255) + 0.67*normal(2, 1.415))");
  const double mass = detail::integrate([&](double x) { return std::exp(p.log_density(x)); }, {-30, -1, 2, 30});
  CHECK(std::abs(mass - 1) <= 1e-13);
  const DensityRule rule = density_rule(p, Distribution::normal(0, 1));
  double sum = 0, mean = 0;
  for (std::size_t i = 0; i < rule.x.size(); ++i) {
    sum += rule.p_weight[i];
    mean += rule.p_weight[i] * rule.x[i];
  }
  CHECK(std::abs(sum - 1) <= 1e-12);
  CHECK(std::abs(mean - 1.01) <= 1e-12);
}

TEST_CASE("quadrature finds kinks it was not told of", "[unit]") {
  CHECK(std::abs(detail::integrate([](double x) { return std::abs(x - 0.3); }, {-1, 2}) -
                 (1.3 * 1.3 + 1.7 * 1.7) / 2) <= 1e-13);
  CHECK(std::abs(detail::integrate([](double x) { return x < 0.1234567 ? 1.0 : 0.0; }, {0, 1}) - 0.1234567) <= 1e-12);
}

TEST_CASE("distributions without a common density are refused", "[unit]") {
  const auto kl = zoo::make("kl");
  const Distribution n = Distribution::normal(0, 1), d = Distribution::discrete({0.5, 0.5});
  CHECK_THROWS_AS(exact_divergence(*kl->mathematics(), n, d), Error);
  CHECK_THROWS_AS(exact_divergence(*kl->mathematics(), d, Distribution::discrete({1})), Error);
}
