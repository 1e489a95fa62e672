// What fits without a game, as a user meets it: rows of one grid beside a game, and what each refuses.
#include <cmath>
#include <ganzoo/log/run_file.hpp>
#include <map>

#include "harness.hpp"
#include "support/catch.hpp"

namespace {

using ganzoo::log::RunFile;

/// By divergence, the runs of a folder.
std::map<std::string, std::pair<std::string, RunFile>> runs_in(const cli::Bench& bench, const std::string& folder) {
  std::map<std::string, std::pair<std::string, RunFile>> all;
  for (const std::string& entry : bench.entries(folder)) {
    const std::string cell = folder + "/" + entry;
    if (std::filesystem::exists(bench.path(cell + "/run.h5")))
      all[entry.substr(0, entry.find('-'))] = {cell, ganzoo::log::read(bench.path(cell + "/run.h5"))};
  }
  return all;
}

double last(const RunFile& run, const std::string& name) {
  for (const auto& column : run.metrics.columns)
    if (column.name == name) return std::get<std::vector<double>>(column.values).back();
  FAIL("no column " << name);
  return 0;
}

const std::string flow = R"(
title = "fits"
steps = 300
[data]
name = "normal"
mean = [1.0, -2.0]
covariance = [2.0, 0.6, 0.6, 0.5]
[generator]
name = "flow"
couplings = 2
hidden = 8
[discriminator]
name = "mlp"
hidden = [8]
[optimizer.generator]
name = "adam"
rate = 0.01
[divergence]
name = "kl"
[metrics]
names = ["moments", "emd"]
samples = 300
floor = 0
[grid]
divergence = ["kl", "maximum_likelihood", "vae", "kde", "real"]
)";

}  // namespace

TEST_CASE("a grid has games and fits side by side, and compare a row for each", "[train]") {
  const cli::Bench bench;
  bench.write("a.toml", flow);
  const cli::Result run = bench.ganzoo({"run", "a.toml", "--out", "o"});
  INFO(run.err);
  REQUIRE(run.code == 0);
  const auto runs = runs_in(bench, "o");
  REQUIRE(runs.size() == 5);
  // W1 to a second draw of the data is what no generator can do better than by chance; a kernel density estimate is a little wider.
  const double real = last(runs.at("real").second, "emd.w1");
  CHECK(last(runs.at("maximum_likelihood").second, "emd.w1") < 2 * real);
  CHECK(last(runs.at("kde").second, "emd.w1") < 2 * real);
  CHECK(last(runs.at("vae").second, "emd.w1") < 10 * real);

  const cli::Result table = bench.ganzoo({"compare", "o", "--format", "csv"});
  INFO(table.err);
  REQUIRE(table.code == 0);
  for (const auto& [name, run_of] : runs) CHECK(table.out.find(name) != std::string::npos);

  SECTION("a run file alone is enough to sample from, but for samples that are the data's own") {
    for (const char* name : {"maximum_likelihood", "vae", "kde"}) {
      const cli::Result sampled = bench.ganzoo({"sample", runs.at(name).first, "--count", "4", "--out", "s.csv"});
      INFO(name << sampled.err);
      CHECK(sampled.code == 0);
    }
    const cli::Result sampled = bench.ganzoo({"sample", runs.at("real").first, "--out", "s.csv"});
    CHECK(sampled.code == 2);
    CHECK(cli::says(sampled, {"divergence.name is \"real\"", "the data's own"}));
  }
  SECTION("--cross measures them all") {
    const cli::Result crossed = bench.ganzoo({"compare", "o", "--cross", "kl", "--format", "csv"});
    INFO(crossed.err);
    CHECK(crossed.code == 0);
  }
}

TEST_CASE("a fit refuses what it cannot fit, before anything runs", "[unit]") {
  const cli::Bench bench;
  bench.write("a.toml", cli::tiny());
  const auto refused = [&bench](const std::vector<std::string>& more, const std::vector<std::string>& words) {
    std::vector<std::string> arguments{"run", "a.toml", "--out", "o"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const cli::Result result = bench.ganzoo(arguments);
    INFO(result.err);
    CHECK(result.code == 2);
    CHECK(cli::says(result, words));
    CHECK_FALSE(std::filesystem::exists(bench.path("o")));
  };
  refused({"divergence=maximum_likelihood"}, {"maximum_likelihood", "this generator's density is not known"});
  refused({"divergence=vae", "generator.noise_law=uniform"}, {"vae", "this generator's noise is uniform"});
  refused({"divergence={name=\"vae\", decoder=\"bernoulli\"}"}, {"divergence.decoder", "[0, 1]"});
  refused({"divergence={name=\"kde\", centres=1}"}, {"divergence.centres is 1"});
  refused({"divergence=real", "metrics.names=[\"bound\"]"}, {"bound", "no critic"});
  refused({"scheduler.generator_steps=0"}, {"scheduler.generator_steps is 0"});
}

TEST_CASE("a kernel density estimate of one point wants a bandwidth", "[unit]") {
  const cli::Bench bench;
  bench.write("a.toml", cli::tiny());
  const std::vector<std::string> point{"run", "a.toml", "data=point", "generator=gaussian", "metrics.names=[]"};
  const auto run = [&](const char* divergence) {
    std::vector<std::string> arguments = point;
    arguments.emplace_back(divergence);
    return bench.ganzoo(arguments);
  };
  const cli::Result refused = run("divergence=kde");
  CHECK(refused.code == 1);
  CHECK(cli::says(refused, {"divergence.bandwidth is 0, but must be positive: all 5000 centres are one point"}));
  CHECK(run("divergence={name=\"kde\", bandwidth=0.1}").code == 0);
}
