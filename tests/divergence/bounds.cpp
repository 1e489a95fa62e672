// The variational bound E_P T − E_Q f*(T): its golden values, tight at the optimal critic, below D elsewhere.
#include <functional>
#include <ganzoo/divergence/quadrature.hpp>

#include "support/catch.hpp"
#include "zoo.hpp"

using namespace ganzoo;
using zoo::error;
using zoo::number;

namespace {

Distribution gaussian(const nlohmann::json& d) {
  std::vector<Distribution::Component> components;
  for (std::size_t i = 0; i < d["weights"].size(); ++i)
    components.push_back({number(d["weights"][i]), number(d["means"][i]), number(d["sigmas"][i])});
  return Distribution::of_mixture(components);
}

using Scores = std::function<double(double x)>;

double expectation(const Distribution& d, const std::function<double(double x)>& h) {
  std::vector<double> breaks;
  for (double k = -12; k <= 12; ++k)
    for (const auto& c : d.mixture) breaks.push_back(c.mean + k * c.std);
  std::sort(breaks.begin(), breaks.end());
  return detail::integrate([&](double x) { return std::exp(d.log_density(x)) * h(x); }, breaks);
}

void compare(const nlohmann::json& truth, const FDivergence& f, const Distribution& p, const Distribution& q,
             const Scores& v, double tolerance) {
  const auto check = [&](const char* key, double got) {
    if (truth[key].is_null()) return;
    INFO(key << " is " << got << ", truth " << truth[key]);
    CHECK(error(got, number(truth[key])) <= tolerance);
  };
  const double t = expectation(p, [&](double x) { return f.activation(v(x), f.link()).value; });
  check("E_P[g(V)]", t);
  if (truth["E_Q[fstar(g(V))]"].is_null()) return;
  const double c = expectation(q, [&](double x) { return f.fused(v(x), f.link()).value; });
  check("E_Q[fstar(g(V))]", c);
  check("F", t - c);
}

/// The score at which g(v) = f′(eʳ), by bisection.
double optimal_score(const FDivergence& f, double r) {
  const double t = f.activation(r, Link::log_ratio).value;
  double low = -1e4, high = 1e4;
  for (int i = 0; i < 80; ++i) {
    const double middle = 0.5 * (low + high);
    (f.activation(middle, f.link()).value < t ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace

TEST_CASE("the bound of given critics on Gaussian pairs agrees with the golden values", "[unit]") {
  const std::vector<std::pair<const char*, Scores>> critics{
      {"lin", [](double x) { return 0.3 + 0.5 * x; }},
      {"sin", [](double x) { return 0.1 + 1.2 * std::sin(1.7 * x); }},
      {"quad", [](double x) { return -0.2 + 0.4 * x - 0.06 * x * x; }}};
  for (const auto& [pair, truth] : zoo::golden()["bounds"].items()) {
    const Distribution p = gaussian(truth["P"]), q = gaussian(truth["Q"]);
    for (const auto& entry : zoo::entries()) {
      if (!truth["bounds"].contains(entry.key)) continue;
      const auto divergence = zoo::make(entry.name, entry.parameters);
      for (const auto& [name, v] : critics) {
        INFO(pair << ": " << entry.key << ", critic " << name);
        const auto& values = truth["bounds"][entry.key];
        if (values.contains(name)) compare(values[name], *divergence->mathematics(), p, q, v, 1e-12);
      }
    }
  }
}

TEST_CASE("the bound is tight at the optimal critic and below D beside it", "[unit]") {
  const auto& truth = zoo::golden()["bounds_discrete"];
  const std::vector<double> p = truth["P"], q = truth["Q"], given = truth["V"];
  for (const auto& entry : zoo::entries()) {
    if (!truth["bounds"].contains(entry.key)) continue;
    INFO(entry.key);
    const auto divergence = zoo::make(entry.name, entry.parameters);
    const FDivergence& f = *divergence->mathematics();
    const auto bound = [&](const std::vector<double>& v) {
      double sum = 0;
      for (std::size_t i = 0; i < v.size(); ++i)
        sum += p[i] * f.activation(v[i], f.link()).value - q[i] * f.fused(v[i], f.link()).value;
      return sum;
    };
    const auto& values = truth["bounds"][entry.key];
    CHECK(error(bound(given), number(values["F(V)"])) <= 1e-12);
    for (std::size_t i = 0; i < given.size(); ++i) {
      const double slope = p[i] * f.activation(given[i], f.link()).first - q[i] * f.fused(given[i], f.link()).first;
      CHECK(error(slope, number(values["dF_dV"][i])) <= 1e-12);
    }
    const double exact = exact_divergence(f, Distribution::discrete(p), Distribution::discrete(q));
    CHECK(bound(given) <= exact + 1e-12);
    if (!f.has(Link::log_ratio)) {
      std::vector<double> sure;  // not strictly convex: tight only in the limit of a sure critic
      const double gamma = entry.parameters.find("gamma") ? entry.parameters.find("gamma")->number() : 1;
      for (std::size_t i = 0; i < p.size(); ++i) sure.push_back(100 * (std::log(p[i] / q[i]) - std::log(gamma)));
      CHECK(std::abs(bound(sure) - exact) <= 1e-6);
      continue;
    }
    std::vector<double> best;
    for (std::size_t i = 0; i < p.size(); ++i) {
      best.push_back(optimal_score(f, std::log(p[i] / q[i])));
      const double slope = p[i] * f.activation(best[i], f.link()).first - q[i] * f.fused(best[i], f.link()).first;
      CHECK(std::abs(slope) <= 1e-10);
    }
    CHECK(error(bound(best), exact) <= 1e-12);
    for (double& v : best) v *= 1.05;
    if (values.contains("F(1.05 V*)")) CHECK(error(bound(best), number(values["F(1.05 V*)"])) <= 1e-10);
  }
}
