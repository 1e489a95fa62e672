#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/harness.hpp"
#include "support/catch.hpp"

namespace {

/// A bench with x and y = x + 1 on the line, and points in the plane.
struct Samples : cli::Bench {
  Samples() {
    write("x.csv", "0\n1\n2\n");
    write("y.csv", "3\n1\n2\n");
    write("points.csv", "a,b\n0,0\n1,1\n2,5\n");
  }
  cli::Result measure(const std::string& metric, const std::string& real, const std::string& fake,
                      const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"measure", metric, "--real", real, "--fake", fake};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return ganzoo(arguments);
  }
};

}  // namespace

TEST_CASE("measure prints one object with the metric, its parameters and its values", "[unit]") {
  const Samples bench;
  const cli::Result result =
      bench.measure("sliced_wasserstein", "x.csv", "y.csv", {"projections=16", "--format", "json"});
  REQUIRE(result.code == 0);
  const auto json = nlohmann::json::parse(result.out);
  CHECK(json.at("metric") == "sliced_wasserstein");
  CHECK(json.at("parameters").at("projections") == 16);
  CHECK(json.at("parameters").at("samples") == 0);
  REQUIRE(json.at("values").size() == 1);
  CHECK(std::abs(json.at("values").at("sliced_wasserstein.value").get<double>() - 1) <= 1e-6);
}

TEST_CASE("measure prints a line for each number", "[unit]") {
  const Samples bench;
  const cli::Result result = bench.measure("moments", "x.csv", "y.csv");
  REQUIRE(result.code == 0);
  CHECK(result.out.find("moments.mean") == 0);
  CHECK(result.out.find("\nmoments.std") != std::string::npos);
}

TEST_CASE("what is undefined is null in measure's JSON", "[unit]") {
  const Samples bench;
  bench.write("nan.csv", "0\nnan\n2\n");
  const cli::Result result = bench.measure("wasserstein_1d", "x.csv", "nan.csv", {"--format", "json"});
  REQUIRE(result.code == 0);
  CHECK(nlohmann::json::parse(result.out).at("values").at("wasserstein_1d.value").is_null());
}

TEST_CASE("measure words what it cannot do", "[unit]") {
  const Samples bench;
  const auto refused = [&](const cli::Result& result, int code, const std::vector<std::string>& words) {
    INFO(result.err);
    CHECK(result.code == code);
    CHECK(result.out.empty());
    CHECK(cli::says(result, words));
  };
  refused(bench.measure("moments", "none.csv", "x.csv"), 4, {"none.csv", "cannot be read"});
  refused(bench.measure("moments", "x.txt", "x.csv"), 2, {"x.txt"});
  refused(bench.measure("moments", "x.csv", "points.csv"), 5,
          {"points.csv: its samples have 2 numbers, but must have 1 as in x.csv"});
  refused(bench.measure("wasserstein_1d", "points.csv", "points.csv"), 2, {"the data's shape is 2, but must be 1"});
  refused(bench.measure("moments", "x.csv", "x.csv", {"sample=3"}), 2, {"sample is no known key"});
  refused(bench.measure("wasserstein_1d", "x.csv", "x.csv", {"samples=30"}), 2,
          {"x.csv: holds 3 samples, but wasserstein_1d asks for 30"});
  refused(bench.measure("moment", "x.csv", "x.csv"), 2, {"moment", "not found"});
  for (const char* metric : {"modes", "exact_divergence", "bound"})  // they need what files do not hold
    refused(bench.measure(
                metric, "x.csv", "x.csv",
                metric == std::string("bound") ? std::vector<std::string>{"samples=3"} : std::vector<std::string>{}),
            2, {metric});
}
