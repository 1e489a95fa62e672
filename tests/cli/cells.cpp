#include <algorithm>
#include <chrono>
#include <csignal>
#include <ganzoo/log/run_file.hpp>
#include <thread>

#include "harness.hpp"
#include "support/catch.hpp"

namespace {

using cli::Bench;
using cli::Result;
using cli::tiny;

const std::string grid = "[grid]\n\"divergence\" = [\"kl\", \"reverse_kl\", \"minimax\"]\nseed = [0, 1]\n";

std::size_t count(const std::string& text, const std::string& word) {
  std::size_t n = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++n;
  return n;
}

std::vector<std::string> cells(const Bench& bench) {
  std::vector<std::string> names = bench.entries("runs/tiny");
  std::erase(names, "experiment.toml");
  return names;
}

}  // namespace

TEST_CASE("every cell of a grid is trained once, and the second time skipped", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(100, grid));
  const Result first = bench.ganzoo({"run", "a.toml", "--jobs", "2"});
  INFO(first.err);
  CHECK(first.code == 0);
  CHECK(first.out.empty());
  CHECK(well_formed(first));
  CHECK(count(first.err, " finished at step 100") == 6);
  CHECK(cells(bench).size() == 6);
  CHECK(bench.read("runs/tiny/experiment.toml") == bench.read("a.toml"));
  for (const std::string& cell : cells(bench)) {
    CHECK(bench.entries("runs/tiny/" + cell) == std::vector<std::string>{"run.h5"});
    const auto run = ganzoo::log::read(bench.path("runs/tiny/" + cell + "/run.h5"));
    CHECK(run.cell == cell);
    CHECK(run.status == ganzoo::log::Status::finished);
    CHECK(run.step == 100);
  }
  const Result second = bench.ganzoo({"run", "a.toml"});
  CHECK(second.code == 0);
  CHECK(count(second.err, "[") == 0);
  CHECK(second.err.find("0 finished, 0 diverged, 0 failed, 6 skipped") != std::string::npos);
}

TEST_CASE("a list names the cells and their number on stdout, and writes nothing", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(100, grid));
  const Result list = bench.ganzoo({"run", "a.toml", "--list"});
  CHECK(list.code == 0);
  CHECK(list.err.empty());
  CHECK(count(list.out, "\n") == 7);
  CHECK(list.out.find("6 cells") != std::string::npos);
  CHECK(bench.entries("runs").empty());
  CHECK(bench.ganzoo({"run", "a.toml", "--list", "--base"}).out.find("1 cell") != std::string::npos);
}

TEST_CASE("the option --only picks cells by id, and shards share them without overlap", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(50, grid));
  CHECK(bench.ganzoo({"run", "a.toml", "--only", "kl-*"}).code == 0);
  CHECK(cells(bench).size() == 2);
  CHECK(bench.ganzoo({"run", "a.toml", "--out", "s0", "--shard", "0/2"}).code == 0);
  CHECK(bench.ganzoo({"run", "a.toml", "--out", "s1", "--shard", "1/2"}).code == 0);
  std::vector<std::string> both = bench.entries("s0"), second = bench.entries("s1");
  both.insert(both.end(), second.begin(), second.end());
  std::erase(both, "experiment.toml");
  std::sort(both.begin(), both.end());
  CHECK(both.size() == 6);
  CHECK(std::unique(both.begin(), both.end()) == both.end());
}

TEST_CASE("overrides stand in the experiment that the run keeps", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(50, grid));
  CHECK(bench.ganzoo({"run", "a.toml", "--base", "--out", "o", "steps=60", "divergence.name=reverse_kl"}).code == 0);
  CHECK(bench.read("o/experiment.toml").find("steps = 60") != std::string::npos);
  const Result again = bench.ganzoo({"run", "o/experiment.toml", "--base", "--out", "o"});
  CHECK(again.err.find("1 skipped") != std::string::npos);
}

TEST_CASE("the option --fresh trains finished cells again, with the same numbers", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(100));
  REQUIRE(bench.ganzoo({"run", "a.toml"}).code == 0);
  const auto file = bench.path("runs/tiny/" + cells(bench).at(0) + "/run.h5");
  const auto before = ganzoo::log::read(file);
  const Result fresh = bench.ganzoo({"run", "a.toml", "--fresh"});
  CHECK(fresh.code == 0);
  CHECK(fresh.err.find("1 finished") != std::string::npos);
  const auto after = ganzoo::log::read(file);
  REQUIRE(before.weights.size() == after.weights.size());
  for (const auto& [name, array] : before.weights) CHECK(array.values == after.weights.at(name).values);
}

TEST_CASE("the option --quiet prints nothing where all is well", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(50));
  const Result result = bench.ganzoo({"run", "a.toml", "--quiet"});
  CHECK(result.code == 0);
  CHECK((result.out + result.err).empty());
}

TEST_CASE("the option --verbose tells what is done with each cell, and each worker's start and end", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(50, "[grid]\nseed = [0, 1]\n"));
  const auto told = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"run", "a.toml"});
    const Result result = bench.ganzoo(more);
    CHECK(result.code == 0);
    CHECK(result.out.empty());
    return result.err;
  };
  const std::string plain = told({});
  CHECK(plain.find("worker") == std::string::npos);
  const std::string file = "runs/tiny/" + cells(bench).at(0) + "/run.h5", first = cells(bench).at(0) + ": ",
                    second = cells(bench).at(1) + ": ";
  const std::string skipped = told({"--verbose"});
  INFO(skipped);
  CHECK(count(skipped, first + "is skipped: finished at step 50\n") == 1);
  CHECK(count(skipped, second + "is skipped: finished at step 50\n") == 1);
  CHECK(count(skipped, "worker") == 0);

  std::filesystem::remove(bench.path(file));
  const std::string started = told({"--verbose"});
  INFO(started);
  CHECK(count(started, first + "starts\n") == 1);
  CHECK(count(started, first + "worker ") == 2);
  CHECK(count(started, " exited with code 0\n") == 1);
  CHECK(count(started, second + "is skipped") == 1);
  CHECK(count(told({"--verbose", "--fresh"}), ": starts anew\n") == 2);
  CHECK(told({"--verbose", "--quiet"}).empty());

  bench.write("a.toml", tiny(1'000'000));
  const pid_t pid = bench.start({"run", "a.toml", "--out", "o"});
  REQUIRE(bench.commits("o"));
  kill(pid, SIGTERM);
  REQUIRE(Bench::wait(pid) == 143);
  const auto then = ganzoo::log::read(bench.path("o/" + bench.entries("o").at(0) + "/run.h5"));
  const pid_t again = bench.start({"run", "a.toml", "--out", "o", "--verbose"});
  const std::string resumes = ": resumes at step " + std::to_string(then.step) + "\n";
  for (int i = 0; i < 1000 && bench.read("background.err").find("worker") == std::string::npos; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  kill(again, SIGTERM);
  CHECK(Bench::wait(again) == 143);
  INFO(bench.read("background.err"));
  CHECK(count(bench.read("background.err"), resumes) == 1);
}

TEST_CASE("a second run on the same folder ends with exit 3 and says who holds it", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(1'000'000));
  const pid_t first = bench.start({"run", "a.toml", "--out", "o"});
  REQUIRE(bench.appears("o/experiment.toml"));
  const Result second = bench.ganzoo({"run", "a.toml", "--out", "o"});
  INFO(second.err);
  CHECK(second.code == 3);
  CHECK(says(second, {"o: locked by process " + std::to_string(first)}));
  kill(first, SIGTERM);
  CHECK(Bench::wait(first) == 143);
}

TEST_CASE("shards of one experiment run at once into one folder, and hold it against all others", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(1'000'000, "[grid]\nseed = [0, 1]\n"));
  const pid_t first = bench.start({"run", "a.toml", "--out", "o", "--shard", "0/2"});
  const pid_t second = bench.start({"run", "a.toml", "--out", "o", "--shard", "1/2"});
  CHECK(bench.commits("o", 2));
  for (const std::vector<std::string>& more :
       {std::vector<std::string>{"--shard", "0/2"}, {"--shard", "1/2"}, {"--shard", "0/3"}, {}}) {
    std::vector<std::string> arguments{"run", "a.toml", "--out", "o"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Result refused = bench.ganzoo(arguments);
    INFO(refused.err);
    CHECK(refused.code == 3);
    CHECK(says(refused, {"o: locked by "}));
  }
  for (const pid_t shard : {first, second}) kill(shard, SIGTERM);
  for (const pid_t shard : {first, second}) CHECK(Bench::wait(shard) == 143);
  CHECK(bench.read("o/experiment.toml") == bench.read("a.toml"));
  CHECK(bench.entries("o").size() == 3);
}

TEST_CASE("a run file that was damaged is refused with exit 5 and kept, and the other cells run", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(50, grid));
  REQUIRE(bench.ganzoo({"run", "a.toml", "--only", "kl-*"}).code == 0);
  const std::string file = "runs/tiny/" + cells(bench).at(0) + "/run.h5";
  const std::string bytes = bench.read(file).substr(0, bench.read(file).size() / 2);
  bench.write(file, bytes);
  const Result result = bench.ganzoo({"run", "a.toml"});
  INFO(result.err);
  CHECK(result.code == 5);
  CHECK(says(result, {"run.h5"}));
  CHECK(result.err.find("4 finished, 0 diverged, 1 failed, 1 skipped") != std::string::npos);
  CHECK(bench.read(file) == bytes);
  CHECK(bench.ganzoo({"run", "a.toml", "--fresh"}).code == 0);
}

TEST_CASE("an override replaces the axis of its key, and the run says so and keeps it", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(50, grid));
  const Result list = bench.ganzoo({"run", "a.toml", "divergence=js", "--list"});
  CHECK(list.code == 0);
  CHECK(list.out.find("divergence=js replaces the grid's axis over divergence (a.toml:") != std::string::npos);
  CHECK(list.out.find("2 cells") != std::string::npos);
  const Result run = bench.ganzoo({"run", "a.toml", "divergence=js", "seed=1", "--jobs", "1"});
  CHECK(run.code == 0);
  CHECK(run.err.find("notice: seed=1 replaces the grid's axis over seed (a.toml:") != std::string::npos);
  CHECK(cells(bench).size() == 1);
  CHECK(bench.read("runs/tiny/experiment.toml").find("[grid]") == std::string::npos);
  const Result undone = bench.ganzoo({"run", "a.toml", "divergence.name=js", "--out", "none"});
  CHECK(undone.code == 2);
  CHECK(cli::says(undone, {"command line: divergence.name is \"js\"", "the grid's axis over divergence (a.toml:"}));
  CHECK(bench.entries("none").empty());
}

TEST_CASE("epochs of endless data are refused with their place before anything runs", "[unit]") {
  const Bench bench;
  std::string text = tiny(50);
  text.replace(text.find("steps = 50"), 10, "epochs = 5");
  bench.write("a.toml", text);
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"run", "a.toml"}, {"run", "a.toml", "--list"}}) {
    const Result result = bench.ganzoo(arguments);
    CHECK(result.code == 2);
    CHECK(cli::says(result, {"a.toml:", "epochs is given, but must not be: this data is endless"}));
  }
  CHECK(bench.entries("runs").empty());
}

TEST_CASE("a complaint about a key that the file does not give has the place of its section", "[unit]") {
  const Bench bench;
  std::string text = tiny(50);
  text.replace(text.find("\"ring\""), 6, "\"images\"");
  bench.write("a.toml", text);
  const Result result = bench.ganzoo({"run", "a.toml"});
  CHECK(result.code == 4);
  CHECK(cli::says(result, {"a.toml:4:1: data.folder is \"\", but must be a folder"}));
}
