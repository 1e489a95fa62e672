// Entropy and its like: closed forms, identities, and `ganzoo eval` for them.
#include <array>
#include <ganzoo/core/rng.hpp>
#include <ganzoo/divergence/exact/information.hpp>
#include <nlohmann/json.hpp>
#include <numbers>
#include <numeric>

#include "run_eval.hpp"
#include "support/catch.hpp"
#include "zoo.hpp"

using namespace ganzoo;

namespace {

constexpr double ln2 = std::numbers::ln2;

/// Right to within the error that is told, which is small.
void holds(const Exact& got, double truth, double digits = 1e-13) {
  INFO("got " << got.value << " ± " << got.error << ", truth " << truth << " " << got.reason);
  CHECK(std::abs(got.value - truth) <= got.error + 4e-16 * std::abs(truth));
  CHECK(got.error <= digits * std::max(1.0, std::abs(truth)));
}

Exact entropy(const char* p) { return exact_entropy(parse_distribution(p)); }

std::vector<double> random_probabilities(std::uint64_t seed, int n) {
  const Rng rng(seed, Purpose::data);
  std::vector<double> p;
  for (int i = 0; i < n; ++i) p.push_back(std::pow(rng.uniform(static_cast<std::uint64_t>(i)) + 1e-9, 4));
  const double sum = std::accumulate(p.begin(), p.end(), 0.0);
  for (double& x : p) x /= sum;
  return p;
}

double mean_length(const std::vector<double>& p, const std::vector<int>& lengths) {
  return std::inner_product(p.begin(), p.end(), lengths.begin(), 0.0);
}

nlohmann::json answer(const std::string& arguments) {
  const Ran ran = run_eval(arguments + " --format json");
  INFO(ran.output);
  REQUIRE(ran.exit_code == 0);
  return nlohmann::json::parse(ran.output);
}

bool close(const nlohmann::json& number, double truth) {
  return std::abs(number.get<double>() - truth) <= 1e-13 * std::max(1.0, std::abs(truth));
}

std::string complaint(const std::string& text) {
  try {
    parse_joint(text);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a Gaussian's entropy is half the logarithm of 2πeσ²", "[unit]") {
  for (const double std : {1e-6, 0.1, 0.2419707245191433, 1.0, 3.0, 1e5}) {
    INFO(std);
    const double truth = 0.5 * std::log(2 * std::numbers::pi * std::numbers::e) + std::log(std);
    holds(exact_entropy(Distribution::normal(7, std)), truth);
  }
}

TEST_CASE("a cross entropy of Gaussians has its closed form", "[unit]") {
  for (const auto& [m1, s1, m2, s2] : std::vector<std::array<double, 4>>{
           {0, 1, 0, 1}, {1, 2, 0, 1}, {0, 1e-3, 0, 1e-2}, {100, 1, 0, 1}, {0, 0.01, 1, 0.05}}) {
    const double truth =
        0.5 * std::log(2 * std::numbers::pi) + std::log(s2) + (s1 * s1 + (m1 - m2) * (m1 - m2)) / (2 * s2 * s2);
    holds(exact_cross_entropy(Distribution::normal(m1, s1), Distribution::normal(m2, s2)), truth);
  }
}

TEST_CASE("the entropy of two Gaussians far apart is that of one and a bit", "[unit]") {
  const double one = 0.5 * std::log(2 * std::numbers::pi * std::numbers::e);
  holds(entropy("mixture(0.5*normal(-1000, 1) + 0.5*normal(1000, 1))"), one + ln2);
}

TEST_CASE("discrete entropies have their values", "[unit]") {
  holds(entropy("discrete(0.5, 0.25, 0.125, 0.125)"), 1.75 * ln2);
  holds(entropy("discrete(1, 0)"), 0);
  holds(entropy("discrete(0.25, 0.25, 0.25, 0.25)"), std::log(4.0));
  holds(exact_cross_entropy(parse_distribution("discrete(0.5, 0.5)"), parse_distribution("discrete(0.25, 0.75)")),
        -0.5 * std::log(0.25 * 0.75));
  const Exact never =
      exact_cross_entropy(parse_distribution("discrete(0.5, 0.5)"), parse_distribution("discrete(1, 0)"));
  CHECK((std::isinf(never.value) && never.reason == "P has mass at 1 where Q has none"));
}

TEST_CASE("cross entropy is entropy and Kullback–Leibler divergence together", "[unit]") {
  for (const auto& [p, q] : std::vector<std::array<const char*, 2>>{
           {"mixture(0.33*normal(-1, 0.255) + 0.67*normal(2, 1.415))", "normal(1.01, 1.83)"},
           {"normal(0, 0.001)", "mixture(0.5*normal(0, 0.1) + 0.5*normal(5, 2))"},
           {"discrete(0.1, 0.2, 0.7)", "discrete(0.3, 0.3, 0.4)"}}) {
    INFO(p << " " << q);
    const Distribution P = parse_distribution(p), Q = parse_distribution(q);
    const Exact cross = exact_cross_entropy(P, Q), own = exact_entropy(P), kl = exact_renyi(1, P, Q);
    const double size = std::abs(cross.value) + std::abs(own.value) + kl.value;
    CHECK(std::abs(cross.value - own.value - kl.value) <= cross.error + own.error + kl.error + 2e-16 * size);
    CHECK(cross.error + own.error + kl.error <= 1e-12 * size);
  }
}

TEST_CASE("self-information is −log p, and infinite at what cannot happen", "[unit]") {
  const Distribution coin = parse_distribution("discrete(0.125, 0.875, 0)");
  holds(exact_self_information(coin, 0), 3 * ln2);
  for (const double x : {2.0, 3.0, -1.0, 0.5}) CHECK(std::isinf(exact_self_information(coin, x).value));
  holds(exact_self_information(Distribution::normal(0, 1), 2), 2 + 0.5 * std::log(2 * std::numbers::pi));
}

TEST_CASE("mutual information: nothing of independent variables, all of equal ones", "[unit]") {
  holds(exact_mutual_information(parse_joint("joint(0.12, 0.28; 0.18, 0.42)")), 0);
  holds(exact_mutual_information(parse_joint("joint(0.5, 0; 0, 0.5)")), ln2);
  // Y is X through a channel that errs once in ten times: log 2 less the entropy of an error.
  holds(exact_mutual_information(parse_joint("joint(0.45, 0.05; 0.05, 0.45)")),
        ln2 + 0.9 * std::log(0.9) + 0.1 * std::log(0.1));
}

TEST_CASE("mutual information is the entropies of both less that of the pair, and symmetric", "[unit]") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Joint table{4, Distribution::discrete(random_probabilities(seed, 12))};
    std::vector<double> turned;
    for (std::size_t j = 0; j < 4; ++j)
      for (std::size_t i = 0; i < 3; ++i) turned.push_back(table.both.probabilities[i * 4 + j]);
    const Exact shared = exact_mutual_information(table);
    holds(shared,
          exact_entropy(table.of_x()).value + exact_entropy(table.of_y()).value - exact_entropy(table.both).value,
          1e-13);
    CHECK(std::abs(shared.value - exact_mutual_information({3, Distribution::discrete(turned)}).value) <= 1e-14);
  }
}

TEST_CASE("a joint table that cannot be read names the place", "[unit]") {
  const auto says = [](const std::string& text, const std::string& part) {
    INFO(complaint(text));
    CHECK(complaint(text).find(part) != std::string::npos);
  };
  says("joint(0.5, 0.5; 1)", "column 16: it has a row of 1 numbers, but the first has 2");
  says("discrete(1)", "must begin with joint(");
  says("joint(0.5; 0.6)", "must sum to 1");
}

TEST_CASE("Huffman's words fill the tree, and their mean lies within a bit of the entropy", "[unit]") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const std::vector<double> p = random_probabilities(seed, 2 + static_cast<int>(seed));
    const std::vector<int> lengths = huffman_lengths(p);
    double kraft = 0;
    for (const int l : lengths) kraft += std::exp2(-l);
    CHECK(kraft == 1);
    const double h = exact_entropy(Distribution::discrete(p)).value / ln2, mean = mean_length(p, lengths);
    CHECK((mean >= h - 1e-12 && mean < h + 1));
    CHECK(std::abs(huffman_mean_length(p).value / ln2 - mean) <= 1e-13 * mean);
  }
}

TEST_CASE("no other prefix code of four points is shorter than Huffman's", "[unit]") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const std::vector<double> p = random_probabilities(seed, 4);
    double best = 1e9;  // over all lengths that Kraft's inequality allows
    for (int code = 0; code < 81; ++code) {
      const std::vector<int> l{1 + code % 3, 1 + code / 3 % 3, 1 + code / 9 % 3, 1 + code / 27};
      const double kraft = std::exp2(-l[0]) + std::exp2(-l[1]) + std::exp2(-l[2]) + std::exp2(-l[3]);
      if (kraft <= 1) best = std::min(best, mean_length(p, l));
    }
    CHECK(std::abs(mean_length(p, huffman_lengths(p)) - best) <= 1e-12);
  }
}

TEST_CASE("Huffman's words of powers of two are as long as their surprise", "[unit]") {
  CHECK(huffman_lengths({0.5, 0.25, 0, 0.125, 0.125}) == std::vector<int>{1, 2, 0, 3, 3});
  CHECK(huffman_lengths({1}) == std::vector<int>{0});
}

TEST_CASE("eval tells entropy and its like in nats and bits", "[unit]") {
  const auto discrete = answer("entropy --p 'discrete(0.5, 0.25, 0.125, 0.125)' --unit bits");
  CHECK(std::abs(discrete["H"].get<double>() - 1.75) <= discrete["H_error"].get<double>());
  CHECK(close(discrete["huffman"], 1.75));
  CHECK(discrete["huffman_lengths"] == nlohmann::json({1, 2, 3, 3}));
  CHECK(answer("entropy --p 'normal(0, 1)'")["unit"] == "nats");

  const auto cross = answer("cross_entropy --p 'normal(1, 2)' --q 'normal(0, 1)'");
  CHECK(close(cross["H_PQ"], 0.5 * std::log(2 * std::numbers::pi) + 2.5));
  CHECK(std::abs(cross["remainder"].get<double>()) <= cross["remainder_error"].get<double>());
  const auto infinite = answer("cross_entropy --p 'discrete(0.5, 0.5)' --q 'discrete(1, 0)'");
  CHECK((infinite["H_PQ"] == "inf" && infinite["remainder"].is_null()));

  const auto surprise = answer("self_information --p 'discrete(0.25, 0.75, 0)' --x 0,2 --unit bits");
  CHECK((close(surprise["I"][0], 2) && surprise["I"][1] == "inf"));
  CHECK(close(answer("mutual_information --p 'joint(0.5, 0; 0, 0.5)' --unit bits")["I"], 1));
}

TEST_CASE("eval says what entropy and its like miss, and exits 2", "[unit]") {
  const auto refused = [](const std::string& arguments, const std::string& part) {
    const Ran ran = run_eval(arguments);
    INFO(ran.output);
    CHECK(ran.exit_code == 2);
    CHECK(ran.output.find("ganzoo: error: ") != std::string::npos);
    CHECK(ran.output.find(part) != std::string::npos);
  };
  refused("entropy", "--p is missing");
  refused("entropy --p 'normal(0, 1)' --q 'normal(0, 1)'", "--q is given, but it takes none");
  refused("cross_entropy --p 'normal(0, 1)' --q 'discrete(1)'", "no common density");
  refused("self_information --p 'normal(0, 1)'", "--x is missing");
  refused("entropy --p 'normal(0, 1)' --u 1", "takes --p, --q, --x, --unit and --format alone");
  refused("kl --unit bits", "--unit goes with entropy");
  refused("mutual_information --p 'normal(0, 1)'", "must begin with joint(");
}
