/// The last line of a run: what is done, and what is left.
#include <csignal>

#include "harness.hpp"
#include "support/catch.hpp"

namespace {

using cli::Bench;
using cli::Result;
using cli::tiny;

const std::string seeds = "[grid]\nseed = [0, 1, 2, 3]\n";

std::string hostile(const std::string& way, const std::string& when) {
  return "{ name = \"" GANZOO_BUILD_DIR "/hostile/scheduler.so\", way = \"" + way + "\", when = \"" + when + "\" }";
}

std::string last_line(const std::string& text) {
  const auto end = text.find_last_not_of('\n');
  return end == text.npos ? "" : text.substr(text.rfind('\n', end) + 1, end - text.rfind('\n', end));
}

}  // namespace

TEST_CASE("cells that were not chosen are counted in a run's last line", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(50, seeds));
  const Result only = bench.ganzoo({"run", "a.toml", "--out", "o", "--only", "s1-*"});
  CHECK(only.code == 0);
  CHECK(last_line(only.err) == "o: 1 finished, 0 diverged, 0 failed, 0 skipped, 3 not chosen");
  const Result shard = bench.ganzoo({"run", "a.toml", "--out", "o", "--shard", "1/2"});
  CHECK(shard.code == 0);
  CHECK(last_line(shard.err) == "o: 1 finished, 0 diverged, 0 failed, 1 skipped, 2 not chosen");
  CHECK(last_line(bench.ganzoo({"run", "a.toml", "--out", "o"}).err) ==
        "o: 2 finished, 0 diverged, 0 failed, 2 skipped");
}

TEST_CASE("cells that failed, diverged or were killed from outside are counted apart in a run's last line", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(50, "[grid]\n\"scheduler\" = [" + hostile("throw_words", "use") + ", " +
                                     hostile("no_number", "never") + ", " + hostile("kill_once", "use") +
                                     ", \"simultaneous\"]\n"));
  const cli::Setting once{.environment = {{"GANZOO_TEST_ONCE", bench.path("once")}}};
  const Result first = bench.ganzoo({"run", "a.toml", "--out", "o"}, once);
  INFO(first.err);
  CHECK(first.code == 1);
  CHECK(last_line(first.err) == "o: 1 finished, 1 diverged, 1 failed, 0 skipped, 1 interrupted");
  const Result second = bench.ganzoo({"run", "a.toml", "--out", "o"}, once);
  CHECK(second.code == 1);
  CHECK(last_line(second.err) == "o: 1 finished, 0 diverged, 1 failed, 2 skipped");
}

TEST_CASE("a run that is stopped counts the cells it has not begun in its last line, behind how to go on", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(1'000'000, seeds));
  const pid_t pid = bench.start({"run", "a.toml", "--out", "o", "--jobs", "1"});
  REQUIRE(bench.commits("o"));
  kill(pid, SIGINT);
  CHECK(Bench::wait(pid) == 130);
  const std::string text = bench.read("background.err");
  INFO(text);
  CHECK(last_line(text) == "o: 0 finished, 0 diverged, 0 failed, 0 skipped, 1 interrupted, 3 not started");
  CHECK(text.find("error: interrupted by SIGINT, resumable\nhint: the same command goes on where it stopped\no: ") !=
        text.npos);
}

TEST_CASE("a disk without room stops a run, which says so, how to go on, and what is left", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(50, seeds));
  const Result full = bench.ganzoo({"run", "a.toml", "--out", "o", "--jobs", "1"}, {.file_size_limit = 20'000});
  INFO(full.err);
  CHECK(full.code == 4);
  CHECK(cli::says(full, {"run.h5: cannot be written: File too large"}));
  CHECK(full.err.find("hint: the same command resumes it\n") != std::string::npos);
  CHECK(last_line(full.err) == "o: 0 finished, 0 diverged, 0 failed, 0 skipped, 1 interrupted, 3 not started");
  CHECK(last_line(bench.ganzoo({"run", "a.toml", "--out", "o"}).err) ==
        "o: 4 finished, 0 diverged, 0 failed, 0 skipped");
}

TEST_CASE("a limit on files that a component has lowered fails its own cell, and the others run", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(50, "[grid]\n\"scheduler\" = [" + hostile("limit", "use") + ", \"simultaneous\"]\n"));
  const Result result = bench.ganzoo({"run", "a.toml", "--out", "o", "--jobs", "1"});
  INFO(result.err);
  CHECK(result.code == 1);
  CHECK(cli::says(result, {"cannot be written: File too large"}));
  CHECK(last_line(result.err) == "o: 1 finished, 0 diverged, 1 failed, 0 skipped");
}
