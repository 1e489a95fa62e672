#include <chrono>
#include <csignal>
#include <cstring>
#include <ganzoo/log/run_file.hpp>
#include <random>
#include <thread>

#include "harness.hpp"
#include "support/catch.hpp"

namespace {

using cli::Bench;
using cli::tiny;
using ganzoo::log::RunFile;

constexpr int steps = 60000;  // seconds on any machine: long enough to be killed several times
const std::string experiment = tiny(steps, "[scheduler]\ncritic_steps = 2\n");

RunFile the_run(const Bench& bench, const std::string& folder = "runs/tiny") {
  for (const std::string& name : bench.entries(folder))
    if (name != "experiment.toml") return ganzoo::log::read(bench.path(folder + "/" + name + "/run.h5"));
  FAIL("no cell");
  return {};
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

/// NaN equals NaN.
template <class Number>
void require_same_bits(const std::vector<Number>& a, const std::vector<Number>& b) {
  REQUIRE(a.size() == b.size());
  CHECK(std::memcmp(a.data(), b.data(), a.size() * sizeof(Number)) == 0);
}

/// Equal bits in every column but times.
void require_equal(const ganzoo::log::Table& a, const ganzoo::log::Table& b) {
  REQUIRE(a.columns.size() == b.columns.size());
  for (std::size_t i = 0; i < a.columns.size(); ++i) {
    const auto &x = a.columns[i], &y = b.columns[i];
    REQUIRE(x.name == y.name);
    if (x.name == "wall_time") continue;
    INFO(x.name);
    REQUIRE(x.values.index() == y.values.index());
    std::visit([&](const auto& left) { require_same_bits(left, std::get<std::decay_t<decltype(left)>>(y.values)); },
               x.values);
  }
}

void require_same_run(const RunFile& a, const RunFile& b) {
  CHECK(b.status == ganzoo::log::Status::finished);
  CHECK(a.step == b.step);
  require_equal(a.train, b.train);
  require_equal(a.metrics, b.metrics);
  CHECK(a.sample_steps == b.sample_steps);
  for (const auto arrays : {&RunFile::weights, &RunFile::samples}) {
    REQUIRE((a.*arrays).size() == (b.*arrays).size());
    for (const auto& [name, array] : a.*arrays) {
      INFO(name);
      require_same_bits(array.values, (b.*arrays).at(name).values);
    }
  }
}

/// The experiment, trained in one go.
const RunFile& undisturbed() {
  static const RunFile run = [] {
    const Bench bench;
    bench.write("a.toml", experiment);
    REQUIRE(bench.ganzoo({"run", "a.toml"}).code == 0);
    return the_run(bench);
  }();
  return run;
}

}  // namespace

TEST_CASE("killed at random moments, the same command ends with the same bits", "[unit]") {
  const Bench bench;
  bench.write("a.toml", experiment);
  std::mt19937 random(7);
  int killed = 0;
  for (int attempt = 0; attempt < 25; ++attempt) {
    const pid_t pid = bench.start({"run", "a.toml"});
    std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution<>(20, 900)(random)));
    kill(pid, SIGKILL);
    if (Bench::wait(pid) != 128 + SIGKILL) break;
    ++killed;
  }
  CHECK(killed >= 3);
  const cli::Result last = bench.ganzoo({"run", "a.toml"});
  INFO(last.err);
  REQUIRE(last.code == 0);
  require_same_run(undisturbed(), the_run(bench));
}

TEST_CASE("interrupted, a run commits, says that it is resumable, and goes on to the same bits", "[unit]") {
  for (const auto& [number, code] : {std::pair{SIGINT, 130}, std::pair{SIGTERM, 143}}) {
    const Bench bench;
    bench.write("a.toml", experiment);
    const pid_t pid = bench.start({"run", "a.toml"});
    REQUIRE(bench.appears("runs/tiny/experiment.toml"));
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    kill(pid, number);
    REQUIRE(Bench::wait(pid) == code);
    CHECK(bench.read("background.err").find("resumable") != std::string::npos);
    CHECK(the_run(bench).status == ganzoo::log::Status::interrupted);
    const cli::Result last = bench.ganzoo({"run", "a.toml"});
    REQUIRE(last.code == 0);
    CHECK(last.err.find("resumed") != std::string::npos);
    require_same_run(undisturbed(), the_run(bench));
  }
}

TEST_CASE("interrupted, a run goes on with other commits, another title, and in a folder of another name", "[unit]") {
  const Bench bench;
  bench.write("here/a.toml", replaced(experiment, "name = \"kl\"", "name = \"./mine.so\""));
  std::filesystem::copy_file(GANZOO_BUILD_DIR "/lib/ganzoo/divergences/kl.so", bench.path("here/mine.so"));
  const pid_t pid = bench.start({"run", "here/a.toml", "--out", "o"});
  REQUIRE(bench.commits("o"));
  kill(pid, SIGTERM);
  REQUIRE(Bench::wait(pid) == 143);
  std::filesystem::rename(bench.path("here"), bench.path("there"));
  const cli::Result last = bench.ganzoo({"run", "there/a.toml", "--out", "o", "log.commit=5", "title=other"});
  INFO(last.err);
  REQUIRE(last.code == 0);
  CHECK(last.err.find("resumed") != std::string::npos);
  require_same_run(undisturbed(), the_run(bench, "o"));
}

TEST_CASE("a run on two threads repeats and resumes bit by bit", "[train]") {
  const Bench bench;
  bench.write("a.toml", tiny(20000));
  const auto run = [](const std::string& folder) {
    return std::vector<std::string>{"run", "a.toml", "train.threads=2", "--out", folder};
  };
  REQUIRE(bench.ganzoo(run("one")).code == 0);
  REQUIRE(bench.ganzoo(run("two")).code == 0);
  require_same_run(the_run(bench, "one"), the_run(bench, "two"));

  const pid_t pid = bench.start(run("three"));
  REQUIRE(bench.commits("three"));
  kill(pid, SIGTERM);
  REQUIRE(Bench::wait(pid) == 143);
  CHECK(the_run(bench, "three").status == ganzoo::log::Status::interrupted);
  const cli::Result last = bench.ganzoo(run("three"));
  INFO(last.err);
  REQUIRE(last.code == 0);
  CHECK(last.err.find(", resumed") != std::string::npos);
  require_same_run(the_run(bench, "one"), the_run(bench, "three"));
}

TEST_CASE("an autoencoder's run resumes bit by bit, its encoder too", "[train]") {
  const Bench bench;
  bench.write("a.toml", tiny(20000));
  const auto run = [](const std::string& folder) {
    return std::vector<std::string>{"run", "a.toml", "divergence={name=\"vae\", hidden=[16]}", "--out", folder};
  };
  REQUIRE(bench.ganzoo(run("one")).code == 0);
  const pid_t pid = bench.start(run("two"));
  REQUIRE(bench.commits("two"));
  kill(pid, SIGTERM);
  REQUIRE(Bench::wait(pid) == 143);
  CHECK(the_run(bench, "two").status == ganzoo::log::Status::interrupted);
  const cli::Result last = bench.ganzoo(run("two"));
  INFO(last.err);
  REQUIRE(last.code == 0);
  REQUIRE(the_run(bench, "one").weights.contains("encoder/dense_0/weight"));
  require_same_run(the_run(bench, "one"), the_run(bench, "two"));
}

TEST_CASE("the number of jobs changes no bit", "[unit]") {
  const std::string grid = "[grid]\nseed = [0, 1, 2]\n";
  const Bench one, three;
  one.write("a.toml", tiny(200, grid));
  three.write("a.toml", tiny(200, grid));
  REQUIRE(one.ganzoo({"run", "a.toml", "--jobs", "1"}).code == 0);
  REQUIRE(three.ganzoo({"run", "a.toml", "--jobs", "3"}).code == 0);
  for (const std::string& cell : one.entries("runs/tiny"))
    if (cell != "experiment.toml")
      require_same_run(ganzoo::log::read(one.path("runs/tiny/" + cell + "/run.h5")),
                       ganzoo::log::read(three.path("runs/tiny/" + cell + "/run.h5")));
}
