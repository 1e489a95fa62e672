#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ganzoo/log/run_file.hpp>
#include <map>

#include "harness.hpp"
#include "support/catch.hpp"

namespace {

namespace fs = std::filesystem;
using cli::Bench;
using cli::says;
using cli::tiny;
using ganzoo::log::RunFile;
using ganzoo::log::Status;

constexpr int steps = 60;

std::string experiment(const std::string& search) {
  std::string text = tiny(steps);
  const std::string measured = "every = 50\nsamples = 64\nnames = [\"moments\"]\n";
  text.replace(text.find(measured), measured.size(),
               "every = 10\nsamples = 64\nnames = [\"emd\", \"moments\"]\nfloor = 0\n");
  return text + ("[grid]\n\"divergence.name\" = [\"kl\", \"js\"]\n"
                 "\"optimizer.generator.rate\" = [1e-4, 1e-3, 1e-2, 1e-1]\nseed = [0, 1]\n" +
                 search);
}

const std::string halving = "[search]\nmetric = \"emd.w1\"\nrungs = [20, 40]\nkeep = 0.5\n";

/// Every judgement by its name.
std::string judgements(const Bench& bench, const std::string& folder) {
  std::string all;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(bench.path(folder + "/.search"))) files.push_back(entry.path());
  std::ranges::sort(files);
  for (const fs::path& file : files)
    all += file.filename().string() + "\n" + bench.read(folder + "/.search/" + file.filename().string());
  return all;
}

std::map<std::string, RunFile> runs(const Bench& bench, const std::string& folder) {
  std::map<std::string, RunFile> all;
  for (const std::string& name : bench.entries(folder))
    if (name != "experiment.toml") all[name] = ganzoo::log::read(bench.path(folder + "/" + name + "/run.h5"));
  return all;
}

std::size_t count(const std::map<std::string, RunFile>& all, Status status) {
  return static_cast<std::size_t>(
      std::ranges::count_if(all, [&](const auto& entry) { return entry.second.status == status; }));
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a search cuts the worst settings of each divergence, the same ones however many are trained at once",
          "[unit]") {
  const Bench bench;
  bench.write("a.toml", experiment(halving));
  const auto one = bench.ganzoo({"run", "a.toml", "--jobs", "1", "--out", "one"});
  INFO(one.err);
  REQUIRE(one.code == 0);
  CHECK(has(one.err, "one: 4 finished, 0 diverged, 0 failed, 0 skipped, 12 cut"));
  const auto cells = runs(bench, "one");
  REQUIRE(cells.size() == 16);
  CHECK(count(cells, Status::finished) == 4);  // one rate of each divergence, two seeds
  for (const char* divergence : {"kl", "js"}) {
    std::map<std::int64_t, int> ends;
    for (const auto& [name, run] : cells)
      if (name.starts_with(divergence)) ++ends[run.step];
    CHECK(ends == std::map<std::int64_t, int>{{20, 4}, {40, 2}, {60, 2}});
  }
  for (const auto& [name, run] : cells)
    if (run.status == Status::interrupted) CHECK(run.reason.starts_with("cut at step " + std::to_string(run.step)));
  const std::string before = judgements(bench, "one");

  const auto two = bench.ganzoo({"run", "a.toml", "--jobs", "2", "--out", "two"});
  CHECK(two.code == 0);
  CHECK(judgements(bench, "two") == before);

  const auto again = bench.ganzoo({"run", "a.toml", "--out", "one"});
  CHECK(again.code == 0);
  CHECK(has(again.err, "one: 0 finished, 0 diverged, 0 failed, 4 skipped, 12 cut"));
  CHECK(judgements(bench, "one") == before);
}

TEST_CASE("an axis turned round cuts the same settings", "[unit]") {
  const Bench bench;
  bench.write("a.toml", experiment(halving));
  std::string other = experiment(halving);
  const std::string rates = "[1e-4, 1e-3, 1e-2, 1e-1]";
  other.replace(other.find(rates), rates.size(), "[1e-2, 1e-4, 1e-1, 1e-3]");
  bench.write("b.toml", other);
  CHECK(bench.ganzoo({"run", "a.toml", "--out", "a", "--quiet"}).code == 0);
  CHECK(bench.ganzoo({"run", "b.toml", "--out", "b", "--quiet"}).code == 0);
  const auto a = runs(bench, "a"), b = runs(bench, "b");
  for (const auto& [name, run] : a) {
    REQUIRE(b.contains(name));
    CHECK(b.at(name).step == run.step);
    CHECK(b.at(name).reason == run.reason);
  }
}

TEST_CASE("a search that is killed on its way ends as one that was not", "[unit]") {
  const Bench bench;
  bench.write("a.toml", experiment(halving));
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "whole", "--quiet"}).code == 0);
  // Between the last row of a rung and its judgement, and between the judgement and the cuts.
  for (const int milliseconds : {150, 400, 700, 1000}) {
    const pid_t pid = bench.start({"run", "a.toml", "--out", "killed", "--jobs", "2"});
    ::usleep(static_cast<useconds_t>(milliseconds) * 1000);
    ::kill(pid, SIGKILL);
    Bench::wait(pid);
    ::usleep(300'000);  // its workers see that it is gone
  }
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "killed", "--quiet"}).code == 0);
  CHECK(judgements(bench, "killed") == judgements(bench, "whole"));
  fs::remove_all(bench.path("killed/.search"));
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "killed", "--quiet"}).code == 0);
  CHECK(judgements(bench, "killed") == judgements(bench, "whole"));
}

TEST_CASE("what was cut goes on with --uncut, to the bits of a run that was never cut", "[unit]") {
  const Bench bench;
  bench.write("a.toml", experiment(halving));
  bench.write("plain.toml", experiment(""));
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "a", "--quiet"}).code == 0);
  REQUIRE(bench.ganzoo({"run", "plain.toml", "--out", "plain", "--quiet"}).code == 0);
  const auto before = runs(bench, "a");
  const auto cut = std::ranges::find_if(before, [](const auto& e) { return e.second.step == 20; });
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "a", "--uncut", "--only", cut->first, "--quiet"}).code == 0);
  CHECK(count(runs(bench, "a"), Status::finished) == 5);
  const std::string judged = judgements(bench, "a");
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "a", "--uncut", "--quiet"}).code == 0);
  const auto a = runs(bench, "a"), plain = runs(bench, "plain");
  CHECK(count(a, Status::finished) == 16);
  for (const auto& [name, run] : a) {
    REQUIRE(plain.contains(name));
    for (const auto& [path, array] : run.weights) CHECK(array.values == plain.at(name).weights.at(path).values);
    for (std::size_t c = 0; c < run.metrics.columns.size(); ++c)
      CHECK(run.metrics.columns[c].values == plain.at(name).metrics.columns[c].values);
  }
  CHECK(bench.ganzoo({"verify", "a"}).code == 0);  // what was judged at 20 and 40 stands, whatever came after
  CHECK(judgements(bench, "a") == judged);
}

TEST_CASE("verify finds a judgement that does not follow from the runs", "[unit]") {
  const Bench bench;
  bench.write("a.toml", experiment(halving));
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "a", "--quiet"}).code == 0);
  CHECK(bench.ganzoo({"verify", "a"}).code == 0);
  const auto first = *fs::directory_iterator(bench.path("a/.search"));
  const std::string name = "a/.search/" + first.path().filename().string();
  std::string text = bench.read(name);
  const auto at = text.find("\"kept\": true");
  REQUIRE(at != std::string::npos);
  text.replace(at, 12, "\"kept\": false");
  bench.write(name, text);
  const auto verified = bench.ganzoo({"verify", "a"});
  CHECK(verified.code == 5);
  CHECK(has(verified.out, "is not what the run files come to"));
  bench.write(name, "{}");
  CHECK(bench.ganzoo({"verify", "a"}).code == 5);
}

TEST_CASE("compare shows what was cut where it was cut, and ranks it nowhere", "[unit]") {
  const Bench bench;
  bench.write("a.toml", experiment(halving));
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "a", "--quiet"}).code == 0);
  const auto table = bench.ganzoo({"compare", "a", "--metric", "emd"});
  CHECK(table.code == 0);
  CHECK(has(table.out, "cut at 20 (3 of 4)"));
  CHECK(has(table.out, "cut at 40 (2 of 2)"));
  CHECK(has(table.out, "budget: 560 of 960 steps trained (58 %), 4 of 8 groups cut at 20, 2 at 40"));
  const auto at = bench.ganzoo({"compare", "a", "--metric", "emd", "--at", "20"});
  CHECK(at.code == 0);
  CHECK_FALSE(has(at.out, "cut at 20 ("));
  CHECK_FALSE(has(at.out, "incomplete"));
  const auto best = bench.ganzoo({"compare", "a", "--metric", "emd", "--at", "best"});
  CHECK(best.code == 2);
  CHECK(has(best.err, "was cut at step"));
}

TEST_CASE("the winners get seeds of their own, and compare reports those", "[unit]") {
  const Bench bench;
  bench.write("a.toml", experiment(halving + "confirm = [7, 8, 9]\n"));
  const auto run = bench.ganzoo({"run", "a.toml", "--out", "a"});
  INFO(run.err);
  REQUIRE(run.code == 0);
  CHECK(has(run.err, "a: 10 finished, 0 diverged, 0 failed, 0 skipped, 12 cut"));
  const auto compared = bench.ganzoo({"compare", "a", "--metric", "emd"});
  CHECK(has(compared.err, "is reported with the seeds that confirm it: 7, 8, 9"));
  const auto again = bench.ganzoo({"run", "a.toml", "--out", "a"});
  CHECK(has(again.err, "a: 0 finished, 0 diverged, 0 failed, 10 skipped, 12 cut"));
  CHECK(bench.ganzoo({"verify", "a"}).code == 0);
}

TEST_CASE("a setting that diverges comes last, and one that is spared is never cut", "[unit]") {
  const Bench bench;
  std::string text = experiment(
      "[search]\nmetric = \"emd.w1\"\nrungs = [20]\nkeep = 0.3\nwithin = []\n"
      "spare = [\"optimizer.generator.rate=0.1\"]\n");
  bench.write("a.toml", text);
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "a", "--quiet"}).code == 0);
  const auto cells = runs(bench, "a");
  for (const auto& [name, run] : cells)
    if (has(run.spec_json, "\"rate\":0.1")) CHECK(run.step == 60);
  CHECK(fs::exists(bench.path("a/.search/all-20.json")));
}

TEST_CASE("a search that cannot be is refused before anything is trained", "[unit]") {
  const Bench bench;
  const auto refused = [&](const std::string& search, const std::vector<std::string>& words,
                           std::vector<std::string> more = {}) {
    bench.write("a.toml", experiment("[search]\n" + search));
    more.insert(more.begin(), {"run", "a.toml", "--out", "none"});
    const auto run = bench.ganzoo(more);
    INFO(search << run.err);
    CHECK(run.code == 2);
    CHECK(says(run, words));
    CHECK_FALSE(fs::exists(bench.path("none")));
  };
  refused("rungs = [20]\n", {"search.metric is missing"});
  refused("metric = \"emd.w1\"\n", {"search.rungs is missing"});
  refused("metric = \"emd.w1\"\nrungs = [40, 20]\n", {"search.rungs[1] is 20, but must exceed 40"});
  refused("metric = \"emd.w1\"\nrungs = [25]\n", {"must be a multiple of 10"});
  refused("metric = \"emd.w1\"\nrungs = [60]\n", {"must be below 60"});
  refused("metric = \"emd.w1\"\nrungs = [20]\nkeep = 0\n", {"search.keep"});
  refused("metric = \"emd.w1\"\nrungs = [20]\nkeep = [0.5, 0.5]\n", {"search.keep has 2 numbers"});
  refused("metric = \"emd.w1\"\nrungs = [20]\nwithin = [\"divergance\"]\n", {"a key of no cell"});
  refused("metric = \"emd.w1\"\nrungs = [20]\nspare = [\"kl\"]\n", {"must hold KEY=VALUE"});
  refused("metric = \"emd.w1\"\nrungs = [20]\nconfirm = [1]\n", {"search.confirm holds 1"});
  refused("metric = \"emd.w\"\nrungs = [20]\n", {"search.metric is emd.w", "direction"});
  refused("metric = \"moments.mean\"\nrungs = [20]\n", {"search.metric is moments.mean", "direction"});
  refused("metrik = \"emd.w1\"\n", {"search.metrik"});
  refused("metric = \"emd.w1\"\nrungs = [20]\n", {"--only"}, {"--only", "kl*"});
  refused("metric = \"emd.w1\"\nrungs = [20]\n", {"--shard"}, {"--shard", "0/2"});
}
