#include <fmt/format.h>

#include <cmath>
#include <ganzoo/io/npy.hpp>
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

TEST_CASE("measure keeps double precision", "[unit]") {
  const Samples bench;
  std::string x, y;
  for (int i = 0; i < 50; ++i)
    x += fmt::format("{}.{:02}\n", 1'700'000'000 + i, i), y += fmt::format("{}.{:02}\n", 1'700'000'000 + i, i + 50);
  bench.write("far.csv", x);
  bench.write("further.csv", y);
  for (const std::string metric : {"wasserstein_1d", "sliced_wasserstein"}) {
    const cli::Result result = bench.measure(metric, "far.csv", "further.csv", {"--format", "json"});
    REQUIRE(result.code == 0);
    CHECK(std::abs(nlohmann::json::parse(result.out).at("values").at(metric + ".value").get<double>() - 0.5) <= 1e-6);
  }
}

TEST_CASE("a file of samples that cannot be read is named with line and column", "[unit]") {
  const Samples bench;
  bench.write("typo.csv", "1.0x\n2\n");
  bench.write("mark.csv",
              "\xef\xbb\xbf"
              "0\n1\n2\n");
  const cli::Result typo = bench.measure("moments", "x.csv", "typo.csv");
  CHECK(typo.code == 5);
  CHECK(cli::says(typo, {"typo.csv:1:1: the field is \"1.0x\", but must be a number"}));
  CHECK(bench.measure("wasserstein_1d", "x.csv", "mark.csv", {"samples=3"}).code == 0);
}

TEST_CASE("a module that ends the process it is loaded in is named by measure and eval", "[unit]") {
  const Samples bench;
  const std::string ending = GANZOO_BUILD_DIR "/broken_plugins/schedulers/exiting_on_load.so";
  for (const cli::Result& result :
       {bench.measure(ending, "x.csv", "y.csv"), bench.ganzoo({"eval", ending, "--out", "a.png"})}) {
    INFO(result.err);
    CHECK(result.code == 2);
    CHECK(cli::says(result, {"exiting_on_load.so: exited with code 3 while it "}));
  }
}

TEST_CASE("measure writes a plan whose marginals are exact, or draws it, and says where there is none", "[unit]") {
  const Samples bench;
  bench.write("long.csv", "0\n1\n2\n7\n");
  REQUIRE(bench.measure("emd", "x.csv", "long.csv", {"--plan", "plan.npy"}).code == 0);
  const ganzoo::log::Numbers plan = ganzoo::io::read_npy(bench.path("plan.npy"));
  REQUIRE(plan.dims == std::vector<std::int64_t>{3, 4});
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(std::abs(plan.values[4 * i] + plan.values[4 * i + 1] + plan.values[4 * i + 2] + plan.values[4 * i + 3] -
                   1.0 / 3) <= 1e-16);
  for (std::size_t j = 0; j < 4; ++j)
    CHECK(std::abs(plan.values[j] + plan.values[4 + j] + plan.values[8 + j] - 0.25) <= 1e-16);
  CHECK(bench.measure("emd", "points.csv", "points.csv", {"--plan", "plan.png"}).code == 0);
  CHECK(bench.read("plan.png").starts_with("\x89PNG"));
  CHECK(
      cli::says(bench.measure("moments", "x.csv", "y.csv", {"--plan", "plan.npy"}), {"metric moments moves nothing"}));
  CHECK(cli::says(bench.measure("emd", "x.csv", "y.csv", {"--plan", "plan.txt"}), {"--plan is plan.txt"}));
}
