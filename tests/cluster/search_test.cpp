/// A [search] by the workers of a job, started by hand: the survivors of `ganzoo run`, whoever trains and judges.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <ganzoo/log/run_file.hpp>
#include <map>
#include <sstream>

#include "../cli/harness.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"

namespace {

namespace fs = std::filesystem;
using cli::Bench;
using cli::Result;
using cli::says;
using cli::tiny;

const std::string job = "o/.submit/1";
/// Claims of the dead are taken over soon.
const cli::Setting soon{.environment = {{"GANZOO_LEASE", "2"}}};

std::string experiment(const std::string& more = "", int steps = 60) {
  std::string text = tiny(steps);
  const std::string measured = "every = 50\nsamples = 64\nnames = [\"moments\"]\n";
  text.replace(text.find(measured), measured.size(), "every = 10\nsamples = 64\nnames = [\"emd\"]\nfloor = 0\n");
  return text +
         "[grid]\n\"divergence.name\" = [\"kl\", \"js\"]\n"
         "\"optimizer.generator.rate\" = [1e-4, 1e-3, 1e-2, 1e-1]\nseed = [0, 1]\n"
         "[search]\nmetric = \"emd.w1\"\nrungs = [20, 40]\nkeep = 0.5\n" +
         more;
}

Result submit(const Bench& bench, const std::string& text, const std::vector<std::string>& more = {}) {
  bench.write("a.toml", text);
  std::vector<std::string> words{"submit", "a.toml", "--out", "o", "--print"};
  words.insert(words.end(), more.begin(), more.end());
  return bench.ganzoo(words, soon);
}

const std::vector<std::string> worker{"run", "--task", job, "--jobs", "1"};

/// What a run has come to: each judgement's bytes, and of each cell its step, status, reason and weights.
std::map<std::string, std::string> came_to(const Bench& bench, const std::string& folder) {
  std::map<std::string, std::string> all;
  for (const std::string& name : files::names_in(bench.path(folder + "/.search")))
    if (name.ends_with(".json")) all[name] = bench.read(folder + "/.search/" + name);
  for (const std::string& name : bench.entries(folder)) {
    if (!fs::exists(bench.path(folder + "/" + name + "/run.h5"))) continue;
    const auto run = ganzoo::log::read(bench.path(folder + "/" + name + "/run.h5"));
    std::string text = std::to_string(run.step) + " " + std::to_string(static_cast<int>(run.status)) + run.reason;
    for (const auto& [key, array] : run.weights)
      text +=
          key + std::string(reinterpret_cast<const char*>(array.values.data()), array.values.size() * sizeof(float));
    all[name] = text;
  }
  return all;
}

std::map<std::string, int> counts(const Bench& bench, const std::string& of) {
  std::map<std::string, int> all;
  for (const std::string& name : files::names_in(bench.path(job + "/workers"))) {
    std::istringstream lines(bench.read(job + "/workers/" + name));
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::string time, event, cell;
      words >> time >> event >> cell;
      if (event == of) ++all[cell];
    }
  }
  return all;
}

}  // namespace

TEST_CASE("workers of a job cut whom run cuts, however many there are, and confirm whom it confirms", "[train]") {
  const Bench bench;
  const std::string text = experiment("confirm = [7, 8]\n");
  REQUIRE(submit(bench, text).code == 0);
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "alone", "--quiet"}).code == 0);
  const auto expected = came_to(bench, "alone");

  const int workers = GENERATE(1, 3);
  CAPTURE(workers);
  std::vector<pid_t> others;
  for (int i = 1; i < workers; ++i) others.push_back(bench.start(worker));
  const Result result = bench.ganzoo(worker);
  INFO(result.err);
  CHECK(result.code == 0);
  for (const pid_t other : others) CHECK(Bench::wait(other) == 0);
  CHECK(came_to(bench, "o") == expected);
  for (const auto& [judgement, times] : counts(bench, "judged")) CHECK(times == 1);
  CHECK(counts(bench, "judged").size() == 6);  // two rungs and the end, of each divergence
  CHECK(counts(bench, "cut").size() == 12);
  CHECK(counts(bench, "finished").size() == 8);
  if (workers == 1) CHECK(result.err.find("8 finished, 0 diverged, 0 failed, 0 skipped, 12 cut") != std::string::npos);
  CHECK(bench.ganzoo({"verify", "o"}).code == 0);
  const Result table = bench.ganzoo({"compare", "o", "--metric", "emd"});
  CHECK(table.out.find("4 of 8 groups cut at 20, 2 at 40") != std::string::npos);
  CHECK(table.err.find("is reported with the seeds that confirm it: 7, 8") != std::string::npos);
  const Result again = submit(bench, text);
  CHECK(again.out.find("0 cells to submit: 0 finished, 0 diverged, 0 failed, 8 skipped, 12 cut") != std::string::npos);
}

TEST_CASE("workers that are killed anywhere between two rungs and a judgement leave a search as it was", "[train]") {
  const Bench bench;
  const std::string text = experiment();
  REQUIRE(submit(bench, text).code == 0);
  for (const int milliseconds : {200, 350, 500, 650, 800}) {
    const pid_t pid = bench.start(worker);
    ::usleep(static_cast<useconds_t>(milliseconds) * 1000);
    ::kill(pid, SIGKILL);
    Bench::wait(pid);
  }
  const Result result = bench.ganzoo(worker);
  INFO(result.err);
  CHECK(result.code == 0);
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "alone", "--quiet"}).code == 0);
  CHECK(came_to(bench, "o") == came_to(bench, "alone"));
}

TEST_CASE("what run has begun of a search a job ends, and the other way round", "[train]") {
  const Bench bench;
  bench.write("a.toml", experiment());
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "alone", "--quiet"}).code == 0);
  const bool run_first = GENERATE(true, false);
  if (!run_first) REQUIRE(submit(bench, experiment()).code == 0);
  const std::vector<std::string> alone{"run", "a.toml", "--out", "o", "--quiet", "--jobs", "1"};
  const pid_t pid = bench.start(run_first ? alone : worker);
  REQUIRE(bench.appears("o/.search"));
  ::kill(pid, SIGTERM);
  Bench::wait(pid);
  if (run_first) REQUIRE(submit(bench, experiment()).code == 0);
  const Result rest = bench.ganzoo(run_first ? worker : alone);
  INFO(rest.err);
  CHECK(rest.code == 0);
  CHECK(came_to(bench, "o") == came_to(bench, "alone"));
}

TEST_CASE("a job trains what is to be left uncut to its end", "[train]") {
  const Bench bench;
  REQUIRE(submit(bench, experiment(), {"--uncut"}).code == 0);
  const Result result = bench.ganzoo(worker);
  INFO(result.err);
  CHECK(result.err.find("16 finished") != std::string::npos);
  CHECK_FALSE(fs::exists(bench.path("o/.search")));
}

TEST_CASE("a race that cannot be judged waits, and the others go on", "[train]") {
  const Bench bench;
  REQUIRE(submit(bench, experiment()).code == 0);
  const std::string cells = bench.read(job + "/cells");
  const std::string first = cells.substr(0, cells.find(' '));
  bench.write("o/" + first + "/run.h5", "no run file");
  const Result result = bench.ganzoo(worker);
  INFO(result.err);
  CHECK(result.code == 5);
  CHECK(result.err.find("7 waiting") != std::string::npos);
  CHECK(counts(bench, "finished").size() == 2);
}

TEST_CASE("a search over cells of several numbers of threads is refused to a job", "[unit]") {
  const Bench bench;
  std::string text = experiment();
  text.replace(text.find("seed = [0, 1]"), 13, "\"train.threads\" = [1, 2]");
  const Result result = submit(bench, text);
  INFO(result.err);
  CHECK(result.code == 2);
  CHECK(says(result, {"cells of a [search] have train.threads of 1 and 2"}));
  CHECK_FALSE(fs::exists(bench.path("o")));
}
