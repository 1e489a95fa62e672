/// What people and schedulers do to a run, and what is left of it.
#include <cctype>
#include <chrono>
#include <csignal>
#include <fstream>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/os/sanitized.hpp>
#include <thread>

#include "harness.hpp"
#include "support/catch.hpp"

namespace {

using cli::Bench;
using cli::Result;
using cli::tiny;

const std::string hostile = GANZOO_BUILD_DIR "/hostile/";

std::string trouble(const std::string& way, const std::string& when) {
  return "{ name = \"" + hostile + "scheduler.so\", way = \"" + way + "\", when = \"" + when + "\" }";
}

ganzoo::log::RunFile the_run(const Bench& bench, const std::string& folder) {
  for (const std::string& name : bench.entries(folder))
    if (name != "experiment.toml") return ganzoo::log::read(bench.path(folder + "/" + name + "/run.h5"));
  FAIL("no cell");
  return {};
}

/// The letter of /proc/PID/stat: T where it is stopped.
char state_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto at = text.rfind(')');
  return at == std::string::npos ? ' ' : text[at + 2];
}

/// The processes of this verb that `parent` has started.
std::vector<pid_t> children_of(pid_t parent, const std::string& verb) {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    if (!std::isdigit(static_cast<unsigned char>(entry.path().filename().string().front()))) continue;
    std::ifstream words(entry.path() / "cmdline"), status(entry.path() / "stat");
    std::string name, second, stat{std::istreambuf_iterator<char>(status), {}};
    if (!std::getline(words, name, '\0') || !std::getline(words, second, '\0') || second != verb) continue;
    const auto at = stat.rfind(')');
    if (at != std::string::npos && std::stol(stat.substr(at + 4)) == parent)
      found.push_back(std::stoi(entry.path().filename().string()));
  }
  return found;
}

template <class Condition>
bool comes_true(const Condition& condition) {
  for (int i = 0; i < 6000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace

TEST_CASE("a second SIGTERM in the same instant is the same request: the cell commits", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(1'000'000));
  for (const int number : {SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGXCPU}) {
    const std::string out = std::to_string(number);
    const pid_t pid = bench.start({"run", "a.toml", "--out", out});
    REQUIRE(bench.commits(out));
    const std::int64_t before = the_run(bench, out).step;
    kill(pid, number);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    kill(pid, SIGTERM);
    for (const pid_t worker : children_of(pid, "work")) kill(worker, SIGTERM);  // as a scheduler signals all of a job
    CHECK(Bench::wait(pid) == 143);
    CHECK(the_run(bench, out).status == ganzoo::log::Status::interrupted);
    CHECK(the_run(bench, out).step >= before);
    CHECK(bench.read("background.err").find("1 interrupted") != std::string::npos);
  }
}

TEST_CASE("a worker whose processor time is nearly up commits, and a scheduler's other warnings are none of its own",
          "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(1'000'000));
  const pid_t pid = bench.start({"run", "a.toml", "--out", "o"});
  REQUIRE(bench.commits("o"));
  const std::vector<pid_t> workers = children_of(pid, "work");
  REQUIRE(workers.size() == 1);
  for (const int warning : {SIGUSR1, SIGUSR2}) kill(workers[0], warning);
  kill(workers[0], SIGXCPU);
  CHECK(Bench::wait(pid) == 143);
  CHECK(the_run(bench, "o").status == ganzoo::log::Status::interrupted);
}

TEST_CASE("a second Ctrl-C ends a run that will not end", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(1000, "[grid]\n\"scheduler\" = [" + trouble("hang", "use") + "]\n"));
  const pid_t pid = bench.start({"run", "a.toml", "--out", "o"});
  REQUIRE(comes_true([&] { return !children_of(pid, "work").empty(); }));
  REQUIRE(bench.commits("o"));
  kill(pid, SIGINT);
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  kill(pid, SIGINT);
  CHECK(Bench::wait(pid) == 130);
}

TEST_CASE("Ctrl-Z stops the workers with the supervisor, and they go on with it", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(1'000'000));
  const pid_t pid = bench.start({"run", "a.toml", "--out", "o"});
  REQUIRE(bench.commits("o"));
  const std::vector<pid_t> workers = children_of(pid, "work");
  REQUIRE(workers.size() == 1);
  kill(pid, SIGTSTP);
  CHECK(comes_true([&] { return state_of(workers[0]) == 'T' && state_of(pid) == 'T'; }));
  kill(pid, SIGCONT);
  CHECK(comes_true([&] { return state_of(workers[0]) != 'T' && state_of(pid) != 'T'; }));
  kill(pid, SIGTERM);
  CHECK(Bench::wait(pid) == 143);
  CHECK(the_run(bench, "o").status == ganzoo::log::Status::interrupted);
}

TEST_CASE("a component that was killed from outside while it was tried is tried again, and never blamed", "[unit]") {
  const Bench bench;
  const std::string grid = "[grid]\n\"scheduler\" = [\"simultaneous\", ";
  SECTION("once: nobody notices") {
    bench.write("a.toml", tiny(50, grid + trouble("kill_once", "prepare") + "]\n"));
    const Result result =
        bench.ganzoo({"run", "a.toml", "--out", "o"}, {.environment = {{"GANZOO_TEST_ONCE", bench.path("once")}}});
    INFO(result.err);
    CHECK(result.code == 0);
    CHECK(result.err.find("2 finished, 0 diverged, 0 failed") != std::string::npos);
  }
  SECTION("again and again: its cell is left unstarted, the others run, and the same command recovers") {
    bench.write("a.toml", tiny(50, grid + trouble("kill_while", "prepare") + "]\n"));
    bench.write("while", "");
    const cli::Setting setting{.environment = {{"GANZOO_TEST_WHILE", bench.path("while")}}};
    for (const char* counts : {"1 finished, 0 diverged, 0 failed, 0 skipped, 1 not started",
                               "0 finished, 0 diverged, 0 failed, 1 skipped, 1 not started"}) {
      const Result result = bench.ganzoo({"run", "a.toml", "--out", "o"}, setting);
      INFO(result.err);
      CHECK(result.code == 1);
      CHECK(says(result, {"killed by signal 9"}));
      CHECK(result.err.find("hint: the same command tries again") != std::string::npos);
      CHECK(result.err.find(counts) != std::string::npos);
      CHECK(bench.entries("o").size() == 2);  // experiment.toml and the other's
    }
    std::filesystem::remove(bench.path("while"));
    const Result recovered = bench.ganzoo({"run", "a.toml", "--out", "o"}, setting);
    INFO(recovered.err);
    CHECK(recovered.code == 0);
    CHECK(recovered.err.find("1 finished, 0 diverged, 0 failed, 1 skipped\n") != std::string::npos);
  }
}

TEST_CASE("a component that the disk does not give is not blamed: its cell waits, the others run, and 4 is the end",
          "[unit]") {
  const Bench bench;
  std::filesystem::create_symlink("/proc/self/mem", bench.path("x.so"));  // EIO where nothing is mapped
  bench.write("a.toml", tiny(50, "[grid]\n\"scheduler\" = [\"alternating\", \"./x.so\"]\n"));
  const Result result = bench.ganzoo({"run", "a.toml", "--out", "o"});
  INFO(result.err);
  CHECK(result.code == 4);
  CHECK(well_formed(result));
  CHECK(says(result, {"x.so cannot be read: Input/output error"}));
  CHECK(result.err.find("hint: the same command tries again") != std::string::npos);
  CHECK(result.err.find("1 finished, 0 diverged, 0 failed, 0 skipped, 1 not started") != std::string::npos);
  CHECK(bench.entries("o").size() == 2);  // experiment.toml and the other's
  CHECK(bench.ganzoo({"describe", bench.path("x.so")}).code == 4);
  std::filesystem::remove(bench.path("x.so"));
  std::filesystem::copy(GANZOO_BUILD_DIR "/broken_plugins/schedulers/good.so", bench.path("x.so"));
  const Result recovered = bench.ganzoo({"run", "a.toml", "--out", "o"});
  INFO(recovered.err);
  CHECK(recovered.code == 0);
  CHECK(recovered.err.find("1 finished, 0 diverged, 0 failed, 1 skipped") != std::string::npos);
}

TEST_CASE("a component that dies while it is tried, and leaves processes that hold the pipe, is waited for no longer",
          "[unit]") {
  const Bench bench;
  bench.write("a.toml",
              tiny(50, "[grid]\n\"scheduler\" = [\"simultaneous\", " + trouble("fork_and_crash", "prepare") + "]\n"));
  const Result result = bench.ganzoo({"run", "a.toml", "--out", "o"});
  INFO(result.err);
  CHECK(result.code == 1);
  if (!ganzoo::os::sanitized) CHECK(says(result, {"killed by signal 11", "while the cell was prepared"}));
  CHECK(result.err.find("1 finished, 0 diverged, 1 failed, 0 skipped") != std::string::npos);
  CHECK(result.err.find("took more than") == std::string::npos);
}

TEST_CASE("progress that cannot be printed stops nothing", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(50));
  const Result result = bench.ganzoo({"run", "a.toml", "--out", "o"}, {.error = "/dev/full"});
  CHECK(result.code == 0);
  CHECK(the_run(bench, "o").status == ganzoo::log::Status::finished);
}

TEST_CASE("what a component says of the end is not believed", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(50, "[grid]\n\"scheduler\" = [\"simultaneous\", " + trouble("exit_143", "use") + ", " +
                                     trouble("exit_4", "use") + ", " + trouble("fake_end", "use") + ", " +
                                     trouble("fake_environment", "use") + ", \"alternating\"]\n"));
  const Result result = bench.ganzoo({"run", "a.toml", "--out", "o", "--jobs", "1"});
  INFO(result.err);
  CHECK(result.code == 1);
  CHECK(well_formed(result));
  CHECK(says(result, {"exited with code 143 at step 10"}));
  CHECK(says(result, {"exited with code 4 at step 10"}));
  CHECK(says(result, {"ended before the run did"}));
  CHECK(result.err.find("could not be recorded") == std::string::npos);
  CHECK(result.err.find("2 finished, 0 diverged, 4 failed, 0 skipped") != std::string::npos);
}

TEST_CASE("a scheduler's share of cores bounds how many cells are trained at once", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(400, "[grid]\nseed = [0, 1]\n"));
  const Result result =
      bench.ganzoo({"run", "a.toml", "--out", "o", "--verbose"}, {.environment = {{"SLURM_CPUS_PER_TASK", "1"}}});
  INFO(result.err);
  CHECK(result.code == 0);
  const auto end = result.err.find(" exited with code 0"), second = result.err.rfind(" starts\n");
  CHECK(end < second);  // the second worker starts behind the first one's end
}

TEST_CASE("a run.h5 is run again from the spec that it holds, as the same cell", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(60, "[grid]\n\"divergence\" = [\"kl\", \"js\"]\n"));
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "o"}).code == 0);
  const std::string cell = bench.entries("o").at(1), file = "o/" + cell + "/run.h5",
                    grid = bench.read("o/experiment.toml");
  const Result skipped = bench.ganzoo({"run", file});
  INFO(skipped.err);
  CHECK(skipped.code == 0);
  CHECK(skipped.err.find("o: 0 finished, 0 diverged, 0 failed, 1 skipped") != std::string::npos);
  CHECK(bench.read("o/experiment.toml") == grid);
  const Result again = bench.ganzoo({"run", file, "--out", "p"});
  INFO(again.err);
  CHECK(again.code == 0);
  CHECK(bench.entries("p") == std::vector<std::string>{"experiment.toml", cell});
  const auto before = ganzoo::log::read(bench.path(file)),
             after = ganzoo::log::read(bench.path("p/" + cell + "/run.h5"));
  REQUIRE(!before.weights.empty());
  for (const auto& [name, array] : before.weights) CHECK(array.values == after.weights.at(name).values);
  const Result other = bench.ganzoo({"run", "o/" + cell, "seed=5", "--out", "q"});
  INFO(other.err);
  CHECK(other.code == 0);
  CHECK(bench.entries("q") != bench.entries("p"));
  std::filesystem::copy(bench.path(file), bench.path("handed_on.h5"));
  CHECK(bench.ganzoo({"run", "handed_on.h5", "--list"}).out.starts_with(cell + "\n"));
  const Result missing = bench.ganzoo({"run", "nowhere/run.h5"});
  CHECK(missing.code == 4);
  CHECK(says(missing, {"nowhere/run.h5"}));
}

TEST_CASE("cells that came to nothing are listed, and removed when asked", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(50, "[grid]\n\"scheduler\" = [\"simultaneous\", " + trouble("throw_words", "use") + ", " +
                                     trouble("no_number", "use") + "]\n"));
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "o"}).code == 1);
  bench.write("o/killed/worker.log", "");
  bench.write("o/mine/notes.txt", "not a cell");
  bench.write("o/damaged/run.h5", "no run file");
  const Result listed = bench.ganzoo({"clean", "o"});
  INFO(listed.out + listed.err);
  CHECK(listed.code == 0);
  CHECK(listed.out.find("failed at step 10") != std::string::npos);
  CHECK(listed.out.find("diverged at step") != std::string::npos);
  CHECK(listed.out.find("o/killed: interrupted before its first commit") != std::string::npos);
  CHECK(listed.out.find("3 cells") != std::string::npos);
  CHECK(listed.err.find("notice: o/damaged/run.h5: is no whole HDF5 file") != std::string::npos);
  CHECK(listed.err.find("; it is left alone\n") != std::string::npos);
  CHECK(bench.entries("o").size() == 7);
  CHECK(bench.ganzoo({"clean", "o", "--diverged"}).out.find("1 cell,") != std::string::npos);
  for (const std::string& name : bench.entries("o"))
    if (name.find("throw_words") != std::string::npos) bench.write("o/" + name + "/notes.txt", "keep me");
  const Result removed = bench.ganzoo({"clean", "o", "--yes"});
  INFO(removed.out + removed.err);
  CHECK(removed.code == 0);
  CHECK(removed.err.find("is kept: it holds other files, too") != std::string::npos);
  // experiment.toml, the finished cell, the damaged one, the one with notes, and what is no cell
  CHECK(bench.entries("o").size() == 5);
  CHECK(bench.ganzoo({"clean", "o", "--yes"}).out.find("0 cells") != std::string::npos);
  bench.write("b.toml", tiny(1'000'000));
  const pid_t pid = bench.start({"run", "b.toml", "--out", "r"});
  REQUIRE(bench.commits("r"));
  CHECK(bench.ganzoo({"clean", "r", "--yes"}).code == 3);
  kill(pid, SIGTERM);
  CHECK(Bench::wait(pid) == 143);
}
