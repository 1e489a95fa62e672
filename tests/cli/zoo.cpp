// The whole-zoo experiment: every divergence of the build that is a game or a distance has a cell in it, and every cell trains.
#include <ganzoo/log/run_file.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "harness.hpp"
#include "support/catch.hpp"

namespace {

using cli::Bench;
using cli::Result;
using ganzoo::log::Status;

const std::string zoo = GANZOO_SOURCE_DIR "/experiments/zoo.toml";

/// As the experiment stands, but a few small steps of each cell; networks too, where they are given.
std::vector<std::string> shortened(std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{
      "run", zoo, "steps=20", "train.batch=64", "log.every=5", "metrics.every=20", "metrics.samples=200", "--jobs=2"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// Without the fits, which play no game: experiments/likelihood.toml and autoencoder.toml have those.
std::set<std::string> built(const Bench& bench) {
  std::set<std::string> names;
  const Result list = bench.ganzoo({"list", "divergence", "--format", "json"});
  for (const auto& component : nlohmann::json::parse(list.out)) names.insert(component["name"]);
  for (const auto& fit : std::filesystem::directory_iterator(GANZOO_SOURCE_DIR "/divergences/fit"))
    names.erase(fit.path().stem().string());
  return names;
}

}  // namespace

TEST_CASE("the zoo has a cell for every divergence that is built, and each one trains", "[train]") {
  const Bench bench;
  const Result result = bench.ganzoo(shortened());
  INFO(result.err);
  REQUIRE(result.code == 0);
  std::set<std::string> trained;
  for (const std::string& cell : bench.entries("runs/zoo")) {
    if (cell == "experiment.toml") continue;
    const auto run = ganzoo::log::read(bench.path("runs/zoo/" + cell + "/run.h5"));
    INFO(cell << ": " << run.reason);
    CHECK((run.status == Status::finished || run.status == Status::diverged));
    trained.insert(nlohmann::json::parse(run.spec_json)["divergence"]["name"]);
  }
  const std::set<std::string> names = built(bench);
  CHECK(names.size() >= 33);
  for (const std::string& name : names) {
    INFO("experiments/zoo.toml lacks " << name);
    CHECK(trained.contains(name));
  }
}

TEST_CASE("distances between samples train without a discriminator in the file", "[train]") {
  const Bench bench;
  bench.write("a.toml", R"(title = "alone"
steps = 20
[data]
name = "ring"
[generator]
name = "mlp"
noise = 4
hidden = [16]
[divergence]
name = "energy"
[train]
batch = 32
[grid]
divergence = ["mmd", "energy", "sinkhorn", "sliced_wasserstein"]
)");
  const Result result = bench.ganzoo({"run", "a.toml"});
  INFO(result.err);
  REQUIRE(result.code == 0);
  for (const std::string& cell : bench.entries("runs/alone")) {
    if (cell == "experiment.toml") continue;
    const auto run = ganzoo::log::read(bench.path("runs/alone/" + cell + "/run.h5"));
    INFO(cell);
    CHECK(run.status == Status::finished);
    for (const auto& [name, array] : run.weights) CHECK(name.starts_with("generator/"));
  }
}

TEST_CASE("the zoo without its Lipschitz constraint is refused with the reason", "[unit]") {
  const Bench bench;
  bench.write("a.toml", cli::tiny(10, "[grid]\ndivergence = [\"wasserstein\", \"fisher\", \"donsker_varadhan\"]\n"));
  const Result result = bench.ganzoo({"run", "a.toml", "--list"});
  CHECK(result.code == 2);
  CHECK(cli::says(result, {"divergence.name is \"wasserstein\"", "must have a Lipschitz constraint"}));
  CHECK(result.err.find("fisher") == std::string::npos);
}
