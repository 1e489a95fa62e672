/// `ganzoo submit`, with a Slurm that is three shell scripts.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "../cli/harness.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"

namespace {

using cli::Bench;
using cli::Result;
using cli::says;
using cli::tiny;

/// A folder with an experiment and programs that say what they are told to, and keep what they were asked.
class Cluster {
 public:
  Cluster() {
    bench.write("a.toml", tiny(50, "[grid]\nseed = [0, 1, 2]\n"));
    program("sbatch", "case $1 in --version) exit ;; esac\necho $((4711 + $(wc -l <asked.sbatch) - 1))");
    program("scontrol", "echo 'Configuration data'\necho 'MaxArraySize            = 1001'");
    program("squeue", "");
  }

  /// Each call appends its words to asked.<name>.
  void program(const std::string& name, const std::string& body) const {
    bench.write("bin/" + name, "#!/bin/sh\n[ \"$1\" = --version ] || echo \"$@\" >>asked." + name + "\n" + body + "\n");
    std::filesystem::permissions(bench.path("bin/" + name), std::filesystem::perms::all);
  }

  Result submit(std::vector<std::string> words) const {
    words.insert(words.begin(), {"submit", "a.toml", "--out", "o"});
    return ganzoo(words);
  }

  Result ganzoo(const std::vector<std::string>& words) const {
    return bench.ganzoo(words, {.environment = {{"PATH", bench.path("bin").string() + ":" + std::getenv("PATH")}}});
  }

  std::string asked(const std::string& name) const {
    return std::filesystem::exists(bench.path("asked." + name)) ? bench.read("asked." + name) : "";
  }
  std::string job(const std::string& file) const { return bench.read("o/.submit/1/" + file); }

  Bench bench;
};

}  // namespace

TEST_CASE("a grid is handed over as an array of workers, and nothing is trained", "[unit]") {
  const Cluster cluster;
  const Result result = cluster.submit({"--time", "12:00", "--mem", "2G", "--at-once", "2", "--", "--partition=long"});
  INFO(result.out + result.err);
  CHECK(result.code == 0);
  CHECK(result.out == "submitted 3 cells as job 4711 in 3 tasks; ganzoo watch o shows them, scancel 4711 ends them\n");
  CHECK(cluster.asked("sbatch") == "--parsable " + cluster.bench.path("o/.submit/1/job.sh").string() + "\n");
  CHECK(cluster.job("jobs") == "4711\n");
  for (const char* word : {"--array=0-2%2", "--time=12:00:00", "--mem=2G", "--partition=long", "--cpus-per-task=1"})
    CHECK(cluster.job("job.sh").find(word) != std::string::npos);
  CHECK(cluster.bench.entries("o") == std::vector<std::string>{"experiment.toml"});
  CHECK(cluster.bench.read("o/experiment.toml") == cluster.bench.read("a.toml"));
}

TEST_CASE("workers of a job train its cells with the bits of run, and a second submit has nothing left", "[unit]") {
  const Cluster cluster;
  REQUIRE(cluster.submit({}).code == 0);
  const Result worker = cluster.ganzoo({"run", "--task", "o/.submit/1"});
  INFO(worker.err);
  CHECK(worker.code == 0);
  CHECK(worker.err.find("o: 3 finished, 0 diverged, 0 failed") != std::string::npos);
  const Result again = cluster.submit({});
  CHECK(again.code == 0);
  CHECK(again.out == "0 cells to submit: 0 finished, 0 diverged, 0 failed, 3 skipped\n");
  CHECK(cluster.asked("sbatch").find("/2/") == std::string::npos);
  CHECK(cluster.ganzoo({"run", "--task", "o/.submit/1"}).code == 0);
  const Result skipped = cluster.ganzoo({"run", "a.toml", "--out", "o"});
  CHECK(skipped.err.find("3 skipped") != std::string::npos);
}

TEST_CASE("a submit is refused while Slurm has workers for the folder, and --add sends more", "[unit]") {
  const Cluster cluster;
  REQUIRE(cluster.submit({}).code == 0);
  cluster.program("squeue", "echo 4711; echo 4711");
  const Result refused = cluster.submit({});
  CHECK(refused.code == 3);
  CHECK(says(refused, {"o: job 4711 still has workers for its cells"}));
  CHECK(refused.err.find("hint: --add sends more beside them") != std::string::npos);
  CHECK(cluster.asked("squeue").find("--jobs=4711") != std::string::npos);
  const Result added = cluster.submit({"--add", "--tasks", "1"});
  CHECK(added.code == 0);
  CHECK(added.out.find("submitted 3 cells as job 4712 in 1 task;") != std::string::npos);
}

TEST_CASE("a job that Slurm has forgotten hinders no submit", "[unit]") {
  const Cluster cluster;
  REQUIRE(cluster.submit({}).code == 0);
  cluster.program("squeue", "echo 'slurm_load_jobs error: Invalid job id specified' >&2; exit 1");
  CHECK(cluster.submit({}).code == 0);
}

TEST_CASE("a busy controller is asked again", "[unit]") {
  const Cluster cluster;
  cluster.program(
      "sbatch",
      "[ \"$1\" = --version ] && exit\n[ $(wc -l <asked.sbatch) -gt 1 ] && echo 4711 && exit\n"
      "echo 'sbatch: error: Batch job submission failed: Socket timed out on send/recv operation' >&2; exit 1");
  const Result result = cluster.submit({});
  INFO(result.err);
  CHECK(result.code == 0);
  CHECK(result.out.find("as job 4711 in") != std::string::npos);
}

TEST_CASE("where Slurm refuses, its words are told and no job is left", "[unit]") {
  const Cluster cluster;
  cluster.program(
      "sbatch",
      "[ \"$1\" = --version ] && exit\n"
      "echo 'sbatch: error: QOSMaxSubmitJobPerUserLimit' >&2\n"
      "echo 'sbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, "
      "user size limits)' >&2; exit 1");
  const Result result = cluster.submit({});
  CHECK(result.code == 4);
  CHECK(says(result, {"sbatch: Batch job submission failed: Job violates accounting/QOS policy"}));
  CHECK(result.err.find("hint: --tasks W asks for fewer workers") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(cluster.bench.path("o/.submit")));
  CHECK(cluster.asked("sbatch").find('\n') == cluster.asked("sbatch").size() - 1);  // once
}

TEST_CASE("without Slurm's client nothing is written, and --print is told of", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny());
  const Result result = bench.ganzoo({"submit", "a.toml", "--out", "o"}, {.environment = {{"PATH", "/nowhere"}}});
  CHECK(result.code == 4);
  CHECK(says(result, {"sbatch: not found; ganzoo submit needs Slurm's client"}));
  CHECK(result.err.find("hint: --print") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(bench.path("o")));
  const Result printed =
      bench.ganzoo({"submit", "a.toml", "--out", "o", "--print"}, {.environment = {{"PATH", "/nowhere"}}});
  INFO(printed.err);
  CHECK(printed.code == 0);
  CHECK(printed.out == bench.read("o/.submit/1/job.sh"));
  CHECK(printed.err.find("notice: nothing is submitted") != std::string::npos);
}

TEST_CASE("an array is no larger than the site allows, and workers need not be as many as cells", "[unit]") {
  const Cluster cluster;
  cluster.program("scontrol", "echo 'MaxArraySize            = 2'");
  const Result result = cluster.submit({});
  INFO(result.err);
  CHECK(result.out.find("submitted 3 cells as job 4711 in 2 tasks") != std::string::npos);
  CHECK(cluster.job("job.sh").find("--array=0-1\n") != std::string::npos);
  const Result refused = cluster.submit({"--tasks", "3"});
  CHECK(refused.code == 2);
  CHECK(says(refused, {"--tasks is 3, but must be at most 2: the site's MaxArraySize"}));
  cluster.program("scontrol", "echo 'MaxArraySize            = 0'");
  CHECK(cluster.submit({}).out.find("in 1 task;") != std::string::npos);
  CHECK(cluster.bench.read("o/.submit/2/job.sh").find("--array") == std::string::npos);
}

TEST_CASE("cells of another number of threads are another array, and the report waits for all", "[unit]") {
  const Cluster cluster;
  cluster.bench.write("a.toml", tiny(50, "[grid]\n\"train.threads\" = [1, 2]\nseed = [0, 1]\n"));
  const Result result = cluster.submit({"--then-report"});
  INFO(result.out + result.err);
  CHECK(result.code == 0);
  CHECK(result.out.find("submitted 2 cells as job 4711 in 2 tasks") != std::string::npos);
  CHECK(result.out.find("submitted 2 cells as job 4712 in 2 tasks") != std::string::npos);
  CHECK(result.out.find("job 4713 makes o/report.html behind them") != std::string::npos);
  CHECK(cluster.job("job.sh").find("--cpus-per-task=1") != std::string::npos);
  CHECK(cluster.bench.read("o/.submit/2/job.sh").find("--cpus-per-task=2") != std::string::npos);
  CHECK(cluster.asked("sbatch").find("--dependency=afterany:4711:4712 --kill-on-invalid-dep=yes") != std::string::npos);
}

TEST_CASE("submit --wait returns with what became of the cells", "[unit]") {
  const Cluster cluster;
  CHECK(cluster.submit({"--wait"}).code == 143);
  REQUIRE(cluster.ganzoo({"run", "--task", "o/.submit/1"}).code == 0);
  cluster.bench.write("a.toml", tiny(50, "[grid]\nseed = [0, 1, 2, 3]\n"));
  cluster.program("squeue", "[ $(wc -l <asked.squeue) -gt 2 ] || echo 4712");
  const Result result = cluster.submit({"--wait", "--add"});
  INFO(result.out + result.err);
  CHECK(result.code == 143);
  CHECK(result.out.find("o: 3 finished, 0 diverged, 0 failed, 1 left: the same command goes on\n") !=
        std::string::npos);
}

TEST_CASE("what cannot be is refused before anything is written", "[unit]") {
  const Cluster cluster;
  const auto refused = [&](const std::vector<std::string>& words, const std::string& what) {
    const Result result = cluster.submit(words);
    CAPTURE(what, result.err);
    CHECK(result.code == 2);
    CHECK(says(result, {what}));
    CHECK_FALSE(std::filesystem::exists(cluster.bench.path("o")));
  };
  refused({"--time", "90"}, "--time is 90, but must be HH:MM");
  refused({"--mem", "much"}, "--mem is much, but must be a number");
  refused({"--print", "--wait"}, "--print submits nothing");
  refused({"steps=-3"}, "steps is -3");
  refused({"--only", "nothing"}, "--only nothing matches none of the 3 cells");
  refused({"--tasks", "0"}, "--tasks");
}

TEST_CASE("a failed cell is left alone, and trained again with --retry", "[unit]") {
  const Cluster cluster;
  const std::string scheduler = GANZOO_BUILD_DIR "/hostile/scheduler.so";
  cluster.bench.write("a.toml", tiny(50, "[grid]\n\"scheduler\" = [\"simultaneous\", { name = \"" + scheduler +
                                             "\", way = \"throw_words\", when = \"use\" }]\n"));
  REQUIRE(cluster.submit({}).code == 0);
  const Result worker = cluster.ganzoo({"run", "--task", "o/.submit/1"});
  INFO(worker.err);
  CHECK(worker.code == 1);
  CHECK(worker.err.find("1 finished, 0 diverged, 1 failed") != std::string::npos);
  CHECK(cluster.ganzoo({"run", "--task", "o/.submit/1"}).err.find("0 finished, 0 diverged, 0 failed") !=
        std::string::npos);
  const Result again = cluster.submit({});
  CHECK(again.code == 1);
  CHECK(again.out.find("0 cells to submit: 0 finished, 0 diverged, 1 failed, 1 skipped") != std::string::npos);
  REQUIRE(cluster.submit({"--retry"}).out.find("submitted 1 cell as job") == 0);
  const Result retried = cluster.ganzoo({"run", "--task", "o/.submit/2"});
  CHECK(retried.code == 1);
  CHECK(retried.err.find("0 finished, 0 diverged, 1 failed") != std::string::npos);
}
