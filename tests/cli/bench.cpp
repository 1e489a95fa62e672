#include <cmath>
#include <ganzoo/bench/whole_run.hpp>
#include <ganzoo/config/document.hpp>
#include <ganzoo/config/path.hpp>
#include <ganzoo/config/toml.hpp>
#include <nlohmann/json.hpp>

#include "cli/harness.hpp"
#include "support/catch.hpp"

using namespace ganzoo;

namespace {

const std::vector<std::string> briefly{"--seconds", "0.02", "--repeats", "2"};

cli::Result raced(std::vector<std::string> arguments) {
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
  const cli::Result result = raced({"mlp2d", "mlp784", "wgan784", "dcgan32", "--format", "json"});
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

TEST_CASE("the products of the larger workloads are counted as by hand", "[unit]") {
  CHECK(std::abs(bench::workload("cond32").flop * 1e-6 - 26967.3) <= 0.05);
  CHECK(std::abs(bench::workload("dcgan64").flop * 1e-6 - 158968.3) <= 0.05);
}

TEST_CASE("bench prints a line for each workload", "[train]") {
  const cli::Result result = raced({"mlp2d", "mlp784", "--grid"});
  INFO(result.err);
  REQUIRE(result.code == 0);
  CHECK(result.out.find("GEMM peak") != std::string::npos);
  CHECK(result.out.find("\nmlp2d ") != std::string::npos);
  CHECK(result.out.find("\nmlp784 ") != std::string::npos);
}

TEST_CASE("bench trains games with penalties, and shows no share of the peak where products are not counted",
          "[train]") {
  const cli::Result result = raced({"wgangp784", "r1dcgan32", "--format", "json"});
  INFO(result.err);
  REQUIRE(result.code == 0);
  for (const auto& workload : nlohmann::json::parse(result.out).at("workloads")) {
    CHECK(ordered(workload.at("iterations_per_second")));
    for (const char* figure : {"flop_per_iteration", "gflops", "percent_of_peak"}) CHECK(workload.at(figure).is_null());
  }
  CHECK(raced({"wgangp784"}).out.find("–") != std::string::npos);
}

TEST_CASE("bench words what it cannot do", "[unit]") {
  const cli::Result unknown = raced({"mlp2e"});
  CHECK(unknown.code == 2);
  CHECK(cli::says(unknown, {"WORKLOAD is mlp2e", "must be one of mlp2d, mlp784, wgan784, dcgan32"}));
  CHECK(unknown.err.find("hint: did you mean mlp2d?") != std::string::npos);
  CHECK(raced({"mlp2d", "--precision", "fp8"}).code == 2);
  CHECK(raced({"mlp2d", "--threads", "0"}).code == 2);
  CHECK(raced({"mlp2d", "--format", "xml"}).code == 2);
}

TEST_CASE("bench --metrics tells what share of a quickstart's time passes outside of training steps", "[train]") {
  const cli::Bench folder;
  const cli::Result result = folder.ganzoo({"bench", "--metrics", "--format", "json"});
  INFO(result.err);
  REQUIRE(result.code == 0);
  const auto json = nlohmann::json::parse(result.out);
  const double steps = json.at("seconds_of_steps");
  double besides = 0;
  for (const char* part : {"floor", "metrics", "row", "snapshot", "commit", "else"}) {
    CAPTURE(part);
    CHECK(json.at("seconds_besides").at(part) > 0);
  }
  for (const auto& part : json.at("seconds_besides")) besides += part.get<double>();
  CHECK(steps > 0);
  CHECK(std::abs(json.at("percent_outside_of_steps").get<double>() - 100 * besides / (steps + besides)) <= 1e-9);
}

TEST_CASE("bench --metrics trains what experiments/quickstart.toml asks for", "[unit]") {
  const auto game = [](const Table& spec) {
    return config::to_toml(
        config::part_of(spec, {"steps", "data", "generator", "discriminator", "divergence", "scheduler", "optimizer",
                               "train.batch", "metrics.every", "metrics.samples", "metrics.names"}));
  };
  const Table file = config::read_toml(GANZOO_SOURCE_DIR "/experiments/quickstart.toml");
  CHECK(game(bench::quickstart({})) == game(file));
}

TEST_CASE("bench --metrics refuses what it does not train", "[unit]") {
  const cli::Bench folder;
  for (const char* other : {"mlp784", "--grid"}) {
    const cli::Result refused = folder.ganzoo({"bench", "--metrics", other});
    CHECK(refused.code == 2);
    CHECK(cli::says(refused, {std::string("--metrics stands beside ") + other, "must stand without workloads"}));
  }
}

TEST_CASE("bench trains a conditional game", "[train]") {
  const cli::Result result = raced({"cond32", "--format", "json"});
  INFO(result.err);
  REQUIRE(result.code == 0);
  CHECK(ordered(nlohmann::json::parse(result.out).at("workloads")[0].at("iterations_per_second")));
}
