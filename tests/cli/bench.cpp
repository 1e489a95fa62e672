#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/harness.hpp"
#include "support/catch.hpp"

namespace {

const std::vector<std::string> briefly{"--seconds", "0.02", "--repeats", "2"};

cli::Result bench(std::vector<std::string> arguments) {
  const cli::Bench folder;
  arguments.insert(arguments.begin(), "bench");
  arguments.insert(arguments.end(), briefly.begin(), briefly.end());
  return folder.ganzoo(arguments);
}

bool ordered(const nlohmann::json& spread) {
  return 0 < spread.at("minimum") && spread.at("minimum") <= spread.at("median") &&
         spread.at("median") <= spread.at("maximum");
}

}  // namespace

TEST_CASE("bench prints one object with every figure of every workload", "[train]") {
  const cli::Result result = bench({"mlp2d", "mlp784", "wgan784", "dcgan32", "--format", "json"});
  INFO(result.err);
  REQUIRE(result.code == 0);
  const auto json = nlohmann::json::parse(result.out);
  CHECK(json.at("precision") == "fp32");
  CHECK(json.at("threads") == 1);
  CHECK(ordered(json.at("gemm_peak_gflops")));
  REQUIRE(json.at("workloads").size() == 4);
  // The products of an iteration, counted by hand from the table of sizes.
  const double millions[] = {203.6, 2937.6, 6624.5, 26266.8};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& workload = json.at("workloads")[i];
    CHECK(ordered(workload.at("iterations_per_second")));
    CHECK(ordered(workload.at("percent_of_peak")));
    CHECK(std::abs(workload.at("flop_per_iteration").get<double>() * 1e-6 - millions[i]) <= 0.05);
    const double rate = workload.at("iterations_per_second").at("median");
    CHECK(std::abs(workload.at("gflops").get<double>() - rate * millions[i] * 1e-3) <= 0.01 * rate);
    CHECK(workload.at("peak_memory_bytes") > 1e6);
    CHECK(workload.at("startup_seconds") > 0);
  }
}

TEST_CASE("bench prints a line for each workload", "[train]") {
  const cli::Result result = bench({"mlp2d", "mlp784", "--grid"});
  INFO(result.err);
  REQUIRE(result.code == 0);
  CHECK(result.out.find("GEMM peak") != std::string::npos);
  CHECK(result.out.find("\nmlp2d ") != std::string::npos);
  CHECK(result.out.find("\nmlp784 ") != std::string::npos);
}

TEST_CASE("bench trains games with penalties, and shows no share of the peak where products are not counted",
          "[train]") {
  const cli::Result result = bench({"wgangp784", "r1dcgan32", "--format", "json"});
  INFO(result.err);
  REQUIRE(result.code == 0);
  for (const auto& workload : nlohmann::json::parse(result.out).at("workloads")) {
    CHECK(ordered(workload.at("iterations_per_second")));
    for (const char* figure : {"flop_per_iteration", "gflops", "percent_of_peak"}) CHECK(workload.at(figure).is_null());
  }
  CHECK(bench({"wgangp784"}).out.find("–") != std::string::npos);
}

TEST_CASE("bench words what it cannot do", "[unit]") {
  const cli::Result unknown = bench({"mlp2e"});
  CHECK(unknown.code == 2);
  CHECK(cli::says(unknown, {"WORKLOAD is mlp2e", "must be one of mlp2d, mlp784, wgan784, dcgan32"}));
  CHECK(unknown.err.find("hint: did you mean mlp2d?") != std::string::npos);
  CHECK(bench({"mlp2d", "--precision", "fp8"}).code == 2);
  CHECK(bench({"mlp2d", "--threads", "0"}).code == 2);
  CHECK(bench({"mlp2d", "--format", "xml"}).code == 2);
}
