/// `ganzoo run --task`: workers of one job, started by hand.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/os/sanitized.hpp>
#include <map>
#include <sstream>
#include <thread>

#include "../cli/harness.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"

namespace {

using cli::Bench;
using cli::Result;
using cli::says;
using cli::tiny;

const std::string job = "o/.submit/1";

/// A job of these cells, made and handed to nobody.
void submit(const Bench& bench, const std::string& experiment, const std::vector<std::string>& overrides = {}) {
  bench.write("a.toml", experiment);
  std::vector<std::string> words{"submit", "a.toml", "--out", "o", "--print"};
  words.insert(words.end(), overrides.begin(), overrides.end());
  const Result result = bench.ganzoo(words);
  INFO(result.err);
  REQUIRE(result.code == 0);
}

/// As Slurm starts a task on node n17; its scontrol only notes what it is asked.
cli::Setting in_job(const Bench& bench) {
  bench.write("bin/scontrol", "#!/bin/sh\necho \"$@\" >" + bench.path("asked").string() + "\n");
  std::filesystem::permissions(bench.path("bin/scontrol"), std::filesystem::perms::all);
  return {.environment = {{"PATH", bench.path("bin").string() + ":" + std::getenv("PATH")},
                          {"SLURM_JOB_ID", "4713"},
                          {"SLURM_ARRAY_JOB_ID", "4711"},
                          {"SLURM_ARRAY_TASK_ID", "2"},
                          {"SLURMD_NODENAME", "n17"}}};
}

/// How often each event stands in the workers' journals, by cell.
std::map<std::string, std::map<std::string, int>> journals(const Bench& bench) {
  std::map<std::string, std::map<std::string, int>> all;
  for (const std::string& name : files::names_in(bench.path(job + "/workers"))) {
    std::istringstream lines(bench.read(job + "/workers/" + name));
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::string time, event, cell;
      words >> time >> event >> cell;
      ++all[cell][event];
    }
  }
  return all;
}

/// The bits of every cell, by the weights that it has come to.
std::map<std::string, std::vector<float>> weights(const Bench& bench, const std::string& folder) {
  std::map<std::string, std::vector<float>> all;
  for (const std::string& name : bench.entries(folder))
    if (std::filesystem::exists(bench.path(folder + "/" + name + "/run.h5")))
      for (const auto& [key, array] : ganzoo::log::read(bench.path(folder + "/" + name + "/run.h5")).weights)
        all[name + "/" + key] = array.values;
  return all;
}

ganzoo::log::RunFile first_run(const Bench& bench, const std::string& folder) {
  for (const std::string& name : bench.entries(folder))
    if (std::filesystem::exists(bench.path(folder + "/" + name + "/run.h5")))
      return ganzoo::log::read(bench.path(folder + "/" + name + "/run.h5"));
  FAIL("no cell");
  return {};
}

}  // namespace

TEST_CASE("workers that share a job train every cell once, with the bits of run, though no lock keeps them apart",
          "[train]") {
  if (ganzoo::os::sanitized) return;  // wants to be loaded first
  const Bench bench;
  const std::string experiment = tiny(100, "[grid]\nseed = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]\n");
  submit(bench, experiment);
  const cli::Setting no_locks{.environment = {{"LD_PRELOAD", GANZOO_BUILD_DIR "/cluster/no_locks.so"}}};
  const std::vector<std::string> worker{"run", "--task", job, "--jobs", "2"};
  const pid_t other = bench.start(worker, no_locks);
  const Result result = bench.ganzoo(worker, no_locks);
  INFO(result.err);
  CHECK(Bench::wait(other) == 0);
  CHECK(result.code == 0);
  const auto events = journals(bench);
  CHECK(events.size() == 12);
  for (const auto& [cell, of_it] : events) {
    CAPTURE(cell);
    CHECK(of_it.at("took") == 1);
    CHECK(of_it.at("finished") == 1);
  }
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "alone"}).code == 0);
  CHECK(weights(bench, "o") == weights(bench, "alone"));
  CHECK(files::names_in(bench.path("o/.claims")).empty());
}

TEST_CASE("a worker that is told to end commits and gives its cell back, and the next one goes on there", "[unit]") {
  const Bench bench;
  submit(bench, tiny(1'000'000));
  for (const int number : {SIGTERM, SIGUSR1}) {
    const pid_t pid = bench.start({"run", "--task", job});
    REQUIRE(bench.commits("o"));
    const std::int64_t before = first_run(bench, "o").step;
    for (int i = 0; i < 1000 && first_run(bench, "o").step == before; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    kill(pid, number);
    CHECK(Bench::wait(pid) == 143);
    INFO(bench.read("background.err"));
    CHECK(bench.read("background.err").find("1 interrupted") != std::string::npos);
    CHECK((number == SIGUSR1) == (bench.read("background.err").find("not in the queue again") != std::string::npos));
    CHECK(first_run(bench, "o").status == ganzoo::log::Status::interrupted);
    CHECK(files::names_in(bench.path("o/.claims")).empty());
  }
  CHECK(journals(bench).begin()->second.at("interrupted") == 2);
}

TEST_CASE("a time limit in which no cell came any further is an error, and no reason to try for ever", "[unit]") {
  const Bench bench;
  // The floor is measured before the first step.
  submit(bench, tiny(1000), {"metrics.floor=1000000", "metrics.names=[\"sliced_wasserstein\"]"});
  const pid_t pid = bench.start({"run", "--task", job}, in_job(bench));
  REQUIRE(bench.appears(job + "/workers"));
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  kill(pid, SIGUSR1);
  CHECK(Bench::wait(pid) == 1);
  const std::string said = bench.read("background.err");
  INFO(said);
  CHECK(said.find("ganzoo: error: no progress in the time limit") != std::string::npos);
  CHECK(said.find("hint: raise --time") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(bench.path("asked")));
}

TEST_CASE("after a warning the task is put into the queue again, unless nothing is left", "[unit]") {
  const Bench bench;
  submit(bench, tiny(1'000'000));
  const pid_t pid = bench.start({"run", "--task", job}, in_job(bench));
  REQUIRE(bench.commits("o"));
  const Result watched = bench.ganzoo({"watch", "o"});
  CHECK(watched.out.find("running on n17, ") != std::string::npos);
  CHECK(watched.out.find(" s ago") != std::string::npos);
  const Result refused = bench.ganzoo({"run", "a.toml", "--out", "o"});
  CHECK(refused.code == 3);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  kill(pid, SIGUSR1);
  CHECK(Bench::wait(pid) == 143);
  INFO(bench.read("background.err"));
  CHECK(bench.read("asked") == "requeue 4711_2\n");
  CHECK(bench.read("background.err").find("task 4711_2 is in the queue again") != std::string::npos);
}

TEST_CASE("another program than the one that submitted is refused", "[unit]") {
  const Bench bench;
  submit(bench, tiny());
  std::string settings = bench.read(job + "/settings");
  const std::size_t sum = settings.find("\":\"", settings.find("/ganzoo\"")) + 3;
  settings[sum] = settings[sum] == '0' ? '1' : '0';
  bench.write(job + "/settings", settings);
  const Result result = bench.ganzoo({"run", "--task", job});
  CHECK(result.code == 4);
  CHECK(says(result, {"is not the file that submitted this job"}));
}

TEST_CASE("what is no job's folder is refused, and so are options beside it", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny());
  const Result none = bench.ganzoo({"run", "--task", "nowhere"});
  CHECK(none.code == 2);
  CHECK(says(none, {"--task is nowhere, but must be a job's folder"}));
  const Result both = bench.ganzoo({"run", "a.toml", "--task", "nowhere"});
  CHECK(both.code == 2);
  CHECK(says(both, {"--task stands beside another option"}));
  CHECK(says(bench.ganzoo({"run"}), {"run: experiment is required"}));
}
