#include <fmt/format.h>

#include <ganzoo/core/rng.hpp>
#include <nlohmann/json.hpp>

#include "cli/harness.hpp"
#include "support/catch.hpp"

namespace {

/// Two files of 300 points in the plane, half a standard deviation apart, and one on the line.
struct Samples : cli::Bench {
  Samples() {
    const auto text = [](std::uint64_t seed, double mean, int d) {
      const ganzoo::Rng rng(seed, ganzoo::Purpose::data);
      std::string rows;
      for (int i = 0; i < 300 * d; ++i)
        rows += fmt::format("{:.6f}{}", rng.normal(static_cast<std::uint64_t>(i)) + mean, i % d == d - 1 ? '\n' : ',');
      return rows;
    };
    write("x.csv", text(1, 0, 2));
    write("y.csv", text(2, 0.5, 2));
    write("line.csv", text(3, 1, 1));
  }
  cli::Result estimate(const std::vector<std::string>& divergences, const std::string& real, const std::string& fake,
                       const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"estimate"};
    arguments.insert(arguments.end(), divergences.begin(), divergences.end());
    arguments.insert(arguments.end(), {"--real", real, "--fake", fake});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return ganzoo(arguments);
  }
};

}  // namespace

TEST_CASE("estimate prints one object with intervals, a test and what it was made of", "[unit]") {
  const Samples bench;
  const cli::Result result =
      bench.estimate({"kl", "alpha", "alpha=0.3", "energy"}, "x.csv", "y.csv", {"--format", "json"});
  INFO(result.err);
  REQUIRE(result.code == 0);
  const auto json = nlohmann::json::parse(result.out);
  CHECK(json.at("schema") == "ganzoo.estimate");
  CHECK(json.at("samples") == nlohmann::json{300, 300});
  CHECK(json.at("critics").size() == 5);
  REQUIRE(json.at("estimates").size() == 3);
  for (const auto& e : json.at("estimates")) {
    INFO(e.dump());
    CHECK((e.at("low") < e.at("value") && e.at("value") < e.at("high")));
    CHECK(e.at("level") == 0.95);
  }
  CHECK(json.at("estimates")[0].at("held_out") < json.at("estimates")[0].at("learned"));
  CHECK(json.at("estimates")[1].at("parameters").at("alpha") == 0.3);
  CHECK(json.at("estimates")[2].at("held_out").is_null());
  CHECK(json.at("test").at("p") == 0.001);
  CHECK(json.at("test").at("permutations") == 999);
  CHECK(bench.estimate({"kl", "alpha", "alpha=0.3", "energy"}, "x.csv", "y.csv", {"--format", "json"}).out ==
        result.out);
}

TEST_CASE("estimate prints a line for each divergence, and whether anything differs", "[unit]") {
  const Samples bench;
  const cli::Result result = bench.estimate({"kl", "js"}, "x.csv", "y.csv");
  REQUIRE(result.code == 0);
  for (const char* part : {"x.csv, 300 samples, against y.csv", "\nkl ", "\njs ", "the same distribution? p = 0.001"})
    CHECK(result.out.find(part) != std::string::npos);
  const cli::Result same = bench.estimate({"kl"}, "x.csv", "x.csv", {"--format", "json"});
  CHECK(nlohmann::json::parse(same.out).at("test").at("p") == 1);
}

TEST_CASE("estimate draws real samples from a distribution on the line", "[unit]") {
  const Samples bench;
  const cli::Result near = bench.estimate({"kl"}, "normal(1, 1)", "line.csv", {"--format", "json"}),
                    far = bench.estimate({"kl"}, "mixture(0.5*normal(-2, 0.5) + 0.5*normal(0, 0.5))", "line.csv",
                                         {"--format", "json", "--seed", "3"});
  REQUIRE((near.code == 0 && far.code == 0));
  CHECK(nlohmann::json::parse(near.out).at("estimates")[0].at("value") < 0.1);
  CHECK(nlohmann::json::parse(far.out).at("estimates")[0].at("low") > 0.5);
}

TEST_CASE("estimate words what it cannot do", "[unit]") {
  const Samples bench;
  bench.write("few.csv", "1,2\n3,4\n");
  bench.write("nan.csv", bench.read("x.csv") + "nan,1\n");
  const auto refused = [](const cli::Result& result, int code, const std::vector<std::string>& words) {
    INFO(result.err);
    CHECK(result.code == code);
    CHECK(cli::says(result, words));
    CHECK(result.out.empty());
  };
  refused(bench.estimate({"hinge"}, "x.csv", "y.csv"), 2, {"divergence hinge", "must be an f-divergence"});
  refused(bench.estimate({"wasserstein"}, "x.csv", "y.csv"), 2, {"divergence wasserstein", "must be an f-divergence"});
  refused(bench.estimate({"alpha=0.3"}, "x.csv", "y.csv"), 2, {"\"alpha=0.3\"", "behind its divergence"});
  refused(bench.estimate({"alpha", "alpah=0.3"}, "x.csv", "y.csv"), 2, {"alpah"});
  refused(bench.estimate({"kll"}, "x.csv", "y.csv"), 2, {"kll"});
  refused(bench.estimate({"kl"}, "x.csv", "line.csv"), 5, {"line.csv", "have 1 numbers", "must have 2"});
  refused(bench.estimate({"kl"}, "few.csv", "y.csv"), 2, {"few.csv", "holds 2 samples", "at least 40"});
  refused(bench.estimate({"kl"}, "nan.csv", "y.csv"), 5, {"nan.csv", "sample 301 holds nan", "finite"});
  refused(bench.estimate({"kl"}, "discrete(0.5, 0.5)", "line.csv"), 2, {"discrete", "normal or a mixture"});
  refused(bench.estimate({"kl"}, "normal(0)", "line.csv"), 2, {"normal(0)"});
}
