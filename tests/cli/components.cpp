#include <fstream>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/os/sanitized.hpp>

#include "harness.hpp"
#include "support/catch.hpp"

namespace {

using cli::Bench;
using cli::Result;
using cli::tiny;
using ganzoo::os::sanitized;

const std::string museum = GANZOO_BUILD_DIR "/broken_plugins/schedulers/";

std::string with_schedulers(const std::string& names) { return tiny(150, "[grid]\n\"scheduler\" = [" + names + "]\n"); }

std::string broken(const std::string& name) { return "\"" + museum + name + ".so\""; }

struct Case {
  std::string name;
  std::vector<std::string> words;
};

std::map<std::string, ganzoo::log::Array> weights_of(const Bench& bench, const std::string& start) {
  for (const std::string& cell : bench.entries("runs/tiny"))
    if (cell.starts_with(start)) return ganzoo::log::read(bench.path("runs/tiny/" + cell + "/run.h5")).weights;
  return {};
}

/// Every way to be broken that takes no waiting, with what must be said of it.
const std::vector<Case>& cannot_be_loaded() {
  static const std::vector<Case> all{
      {"not_elf", {"not a shared library"}},
      {"empty", {"not a shared library"}},
      {"directory", {"a directory or device"}},
      {"truncated", {"truncated: 9000 bytes"}},
      {"header_only", {"truncated: 40 bytes"}},
      {"other_machine", {"not a shared library of this machine"}},
      {"no_entry", {"no entry point"}},
      {"malformed", {"entry point is malformed"}},
      {"no_info", {"entry point is malformed"}},
      {"wrong_api", {"built for API 999, this is API"}},
      {"other_tag", {"another compiler", "its tag is", "this program's is"}},
      {"fast_math", {"-ffast-math"}},
      {"wrong_kind", {"is of kind regularizer, but must be of kind scheduler"}},
      {"missing_symbol", {"undefined symbol"}},
      {"needs_library", {"libnowhere.so"}},
      {"throwing", {"threw: no luck today"}},
      {"throwing_number", {"an exception of unknown type"}},
      {"throwing_words", {"an exception of unknown type"}},
      {"throwing_on_load", {"killed by signal 6", "no luck at step 100"}},
      {"unprepared", {"cannot be made: index 7"}},
      {"exiting", {"exited with code 0"}},
      {"exiting_on_load", {"exited with code 3"}},
      {"crashing", {"killed by signal 11"}},
      {"crashing_on_load", {"killed by signal 11"}},
      {"recursing", {"killed by signal 11"}},
      {"forking", {"killed by signal 11"}},
      {"aborting", {"killed by signal 6"}},
      {"killing", {"killed by signal 9"}},
      {"alarming", {"killed by signal 14"}},
      {"dividing", {"killed by signal 8"}},
      {"illegal", {"killed by signal 4"}},
      {"bus", {"killed by signal 7"}},
      {"hoarding", {"std::bad_alloc"}},
      {"closing", {"closed descriptors"}},
      {"babbling", {"wrote to descriptors"}},
  };
  return all;
}

/// … and that go wrong in step 100.
const std::vector<Case>& cannot_train() {
  static const std::vector<Case> all{
      {"hanging_in_training", {"took more than 4 s at step 100"}},
      {"throwing_in_training", {"stopped by an exception: no luck at step 100"}},
      {"throwing_words_in_training", {"no std::exception"}},
      {"hoarding_in_training", {"asked for more memory than there is"}},
      {"recursing_in_training", {"killed by signal 11", "recursing_in_training.so", "at step 100"}},
      {"rounding_in_training", {"changed the processor's floating-point mode"}},
      {"exiting_in_training", {"exited with code 3 at step 100"}},
      {"threading_in_training", {"killed by signal 11", "at step 100"}},
      {"closing_in_training", {"closed descriptors"}},
  };
  return all;
}

/// Misbehaves, and harms nobody: its cell finishes, with the bits of a scheduler that behaves.
const std::vector<std::string> harmless{"babbling_in_training", "wandering_in_training", "forking_in_training"};

std::string listed(const std::vector<Case>& cases) {
  std::string names = "\"simultaneous\"";
  for (const Case& one : cases) names += ", " + broken(one.name);
  return names;
}

void check_reasons(const Result& result, const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    std::vector<std::string> words = one.words;
    words.push_back(one.name);
    INFO(one.name);
    CHECK(says(result, words));
  }
}

void check_bits(const Bench& bench, const std::string& start) {
  static const auto there = [] {
    const Bench alone;
    alone.write("a.toml", with_schedulers("\"simultaneous\""));
    REQUIRE(alone.ganzoo({"run", "a.toml"}).code == 0);
    return weights_of(alone, "simultaneous");
  }();
  const auto here = weights_of(bench, start);
  REQUIRE(!here.empty());
  REQUIRE(here.size() == there.size());
  for (const auto& [name, array] : here) CHECK(array.values == there.at(name).values);
}

bool is_alive(const std::string& number) {
  std::ifstream status("/proc/" + number + "/stat");
  std::string pid, name, state;
  return static_cast<bool>(status >> pid >> name >> state) && state != "Z";
}

}  // namespace

TEST_CASE("a component that cannot be loaded fails its own cells, each with its reason, and the others run", "[unit]") {
  const Bench bench;
  bench.write("a.toml", with_schedulers(listed(cannot_be_loaded())));
  // At most 20 errors are told at once: the cells are asked of in two halves.
  std::string said;
  Result first = bench.ganzoo({"run", "a.toml", "--shard", "0/2"}),
         second = bench.ganzoo({"run", "a.toml", "--shard", "1/2"});
  CHECK(first.code == 1);
  CHECK(second.code == 1);
  CHECK(well_formed(first));
  CHECK(well_formed(second));
  const Result both{1, "", first.err + second.err};
  INFO(both.err);
  if (!ganzoo::os::sanitized) check_reasons(both, cannot_be_loaded());
  check_bits(bench, "simultaneous");
  const Result again = bench.ganzoo({"run", "a.toml", "--shard", "0/2"});
  CHECK(again.code == 1);
  CHECK(again.err.find("1 skipped") != std::string::npos);
}

TEST_CASE("a component that hangs is given up after ten seconds, and named", "[slow]") {
  const std::vector<Case> cases{{"hanging", {"took more than 10 s"}},
                                {"hanging_on_load", {"took more than 10 s"}},
                                {"stopping", {"took more than 10 s"}}};
  const Bench bench;
  bench.write("a.toml", with_schedulers(listed(cases)));
  const Result result = bench.ganzoo({"run", "a.toml"});
  INFO(result.err);
  CHECK(result.code == 1);
  check_reasons(result, cases);
  check_bits(bench, "simultaneous");
}

TEST_CASE("a component that goes wrong in training fails its own cell, and the others finish with the same bits",
          "[unit]") {
  const Bench bench;
  std::string names = listed(cannot_train());
  for (const std::string& name : harmless) names += ", " + broken(name);
  bench.write("a.toml", with_schedulers(names + ", " + broken("not_a_number")));
  const Result result = bench.ganzoo({"run", "a.toml", "--timeout", "4"},
                                     {.environment = {{"GANZOO_TEST_CHILDREN", bench.path("children")}}});
  INFO(result.err);
  CHECK(result.code == 1);
  CHECK(well_formed(result));
  if (!ganzoo::os::sanitized) check_reasons(result, cannot_train());
  CHECK(result.err.find("4 finished, 1 diverged, 9 failed") != std::string::npos);
  CHECK(result.err.find("hint: --timeout SECONDS gives a step more time") != std::string::npos);
  check_bits(bench, "simultaneous");
  for (const std::string& name : harmless) {
    INFO(name);
    check_bits(bench, name);
  }
  std::ifstream children(bench.path("children"));
  int count = 0;
  for (std::string number; std::getline(children, number); ++count) CHECK_FALSE(is_alive(number));
  CHECK(count == 5);
  for (const std::string& cell : bench.entries("runs/tiny")) {
    if (cell.find("not_a_number") == std::string::npos) continue;
    const auto run = ganzoo::log::read(bench.path("runs/tiny/" + cell + "/run.h5"));
    CHECK(run.status == ganzoo::log::Status::diverged);
    CHECK((run.step >= 100 && run.step <= 120));
  }
}

TEST_CASE("a metric whose numbers have names that no column can have fails its own cell before it starts, by its file",
          "[unit]") {
  const Bench bench;
  const std::string file = GANZOO_BUILD_DIR "/hostile/metric.so";
  const std::vector<std::string> ways{"no_name", "slash", "twice", "long_name", "no_text"};
  std::string grid = "[grid]\n\"metrics.names\" = [[\"moments\"]";
  for (const std::string& way : ways) grid += ", [{ name = \"" + file + "\", way = \"" + way + "\" }]";
  bench.write("a.toml", tiny(50, grid + "]\n"));
  const Result result = bench.ganzoo({"run", "a.toml", "--out", "o"});
  INFO(result.err);
  CHECK(result.code == 1);
  CHECK(well_formed(result));
  CHECK(result.err.find("o: 1 finished, 0 diverged, 5 failed, 0 skipped\n") != std::string::npos);
  for (const std::string& cell : bench.entries("o")) {
    if (cell == "experiment.toml" || cell.find("moments") != std::string::npos) continue;
    const auto run = ganzoo::log::read(bench.path("o/" + cell + "/run.h5"));
    CHECK(run.status == ganzoo::log::Status::failed);
    CHECK(run.step == 0);
    CHECK(run.reason.starts_with("metric " + file + ": its quantities["));
  }
}

TEST_CASE("where memory runs out, the number that most likely asked for it is named, and the other cells run",
          "[unit]") {
  if (ganzoo::os::sanitized) return;
  const Bench bench;
  bench.write("a.toml", tiny(50, "[grid]\n\"discriminator.hidden\" = [[16], [2000000000], [16, 700000, 700000]]\n"));
  const Result result = bench.ganzoo({"run", "a.toml"});
  INFO(result.err);
  CHECK(result.code == 1);
  CHECK(
      says(result,
           {"asked for more memory than there is; the largest number there is discriminator.hidden[0] = 2000000000"}));
  CHECK(says(result,
             {"asked for more memory than there is; the largest number there is discriminator.hidden[1] = 700000"}));
  CHECK(result.err.find("1 finished, 0 diverged, 2 failed, 0 skipped") != std::string::npos);
}

TEST_CASE("a worker that dies is reported with its signal, component and step, recorded, and retried when asked",
          "[unit]") {
  const Bench bench;
  auto with = [](const std::string& how) {
    return "{ name = " + broken("crashing_in_training") + ", how = \"" + how + "\" }";
  };
  bench.write("a.toml",
              with_schedulers("\"simultaneous\", " + with("signal") + ", " + with("abort") + ", " + with("exit")));
  const Result result = bench.ganzoo({"run", "a.toml"});
  INFO(result.err);
  CHECK(result.code == 1);
  CHECK(well_formed(result));
  if (!ganzoo::os::sanitized) {
    CHECK(says(result, {"killed by signal 11", "crashing_in_training.so", "at step 100"}));
    CHECK(says(result, {"killed by signal 6", "crashing_in_training.so", "at step 100"}));
  }
  CHECK(says(result, {"ended before the run did"}));
  CHECK(result.err.find("1 finished, 0 diverged, 3 failed") != std::string::npos);
  for (const std::string& cell : bench.entries("runs/tiny"))
    if (cell.find("crashing") != std::string::npos) {
      const auto run = ganzoo::log::read(bench.path("runs/tiny/" + cell + "/run.h5"));
      CHECK(run.status == ganzoo::log::Status::failed);
      CHECK(!run.reason.empty());
    }
  const Result again = bench.ganzoo({"run", "a.toml"});
  CHECK(again.code == 1);
  CHECK(again.err.find("[1/") == std::string::npos);
  CHECK(again.err.find("hint: --retry runs it again") != std::string::npos);
  const Result retried = bench.ganzoo({"run", "a.toml", "--retry"});
  CHECK(retried.code == 1);
  CHECK(retried.err.find("[3/3]") != std::string::npos);
}

TEST_CASE("a worker killed from outside is no failure of its cell: the same command goes on", "[unit]") {
  const Bench bench;
  bench.write("a.toml", with_schedulers("{ name = " + broken("crashing_in_training") + ", how = \"kill_once\" }"));
  const cli::Setting once{.environment = {{"GANZOO_TEST_ONCE", bench.path("killed").string()}}};
  const Result result = bench.ganzoo({"run", "a.toml"}, once);
  INFO(result.err);
  CHECK(result.code == 1);
  CHECK(says(result, {"killed by signal 9"}));
  CHECK(result.err.find("hint: the same command resumes it") != std::string::npos);
  const std::string file = bench.entries("runs/tiny").at(0) + "/run.h5";
  const auto then = ganzoo::log::read(bench.path("runs/tiny/" + file));
  CHECK(then.status == ganzoo::log::Status::running);
  CHECK((then.step > 0 && then.step <= 100));

  const Result again = bench.ganzoo({"run", "a.toml"}, once);
  INFO(again.err);
  CHECK(again.code == 0);
  CHECK(again.err.find("finished at step 150") != std::string::npos);
  CHECK(again.err.find(", resumed") != std::string::npos);
  REQUIRE(bench.ganzoo({"run", "a.toml", "--out", "whole"}, once).code == 0);
  const auto resumed = ganzoo::log::read(bench.path("runs/tiny/" + file)),
             whole = ganzoo::log::read(bench.path("whole/" + file));
  REQUIRE(!whole.weights.empty());
  REQUIRE(resumed.weights.size() == whole.weights.size());
  for (const auto& [name, array] : whole.weights) CHECK(array.values == resumed.weights.at(name).values);
}

TEST_CASE("a finished cell whose component can no longer be loaded keeps its run: skipped, and failed with --fresh",
          "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(150, "[scheduler]\nname = \"./mine.so\"\n"));
  std::filesystem::copy_file(museum + "good.so", bench.path("mine.so"));
  const std::string library = bench.read("mine.so");
  REQUIRE(bench.ganzoo({"run", "a.toml"}).code == 0);
  const std::string file = "runs/tiny/" + bench.entries("runs/tiny").at(0) + "/run.h5", finished = bench.read(file);
  bench.write("mine.so", library.substr(0, 9000));
  const Result fresh = bench.ganzoo({"run", "a.toml", "--fresh"});
  INFO(fresh.err);
  CHECK(fresh.code == 1);
  CHECK(well_formed(fresh));
  CHECK(says(fresh, {"mine.so", "truncated"}));
  CHECK(fresh.err.find("hint: what it came to before is kept") != std::string::npos);
  CHECK(fresh.err.find("1 failed, 0 skipped") != std::string::npos);
  CHECK(bench.read(file) == finished);
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"run", "a.toml", "--retry"}, {"run", "a.toml"}}) {
    const Result skipped = bench.ganzoo(arguments);
    INFO(skipped.err);
    CHECK(skipped.code == 0);
    CHECK(skipped.err.find("1 skipped") != std::string::npos);
    CHECK(bench.read(file) == finished);
  }
  bench.write("mine.so", library);
  const Result again = bench.ganzoo({"run", "a.toml"});
  INFO(again.err);
  CHECK(again.code == 0);
  CHECK(again.err.find("1 skipped") != std::string::npos);
  CHECK(bench.read(file) == finished);
}

TEST_CASE("an interrupted cell whose component can no longer be loaded fails, and keeps what it can go on from",
          "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(150, "[scheduler]\nname = \"./mine.so\"\n"));
  std::filesystem::copy_file(museum + "good.so", bench.path("mine.so"));
  REQUIRE(bench.ganzoo({"run", "a.toml"}).code == 0);
  const std::string file = "runs/tiny/" + bench.entries("runs/tiny").at(0) + "/run.h5";
  auto run = ganzoo::log::read(bench.path(file));
  run.status = ganzoo::log::Status::interrupted;
  ganzoo::log::write(bench.path(file), run);
  const std::string interrupted = bench.read(file);
  bench.write("mine.so", bench.read("mine.so").substr(0, 9000));
  for (int i = 0; i < 2; ++i) {
    const Result refused = bench.ganzoo({"run", "a.toml"});
    INFO(refused.err);
    CHECK(refused.code == 1);
    CHECK(says(refused, {"mine.so", "truncated"}));
    CHECK(bench.read(file) == interrupted);
  }
}

TEST_CASE("a finished cell of another component file is kept with a notice, an interrupted one refused", "[unit]") {
  const Bench bench;
  bench.write("a.toml", tiny(150, "[scheduler]\nname = \"./mine.so\"\n"));
  std::filesystem::copy_file(museum + "good.so", bench.path("mine.so"));
  REQUIRE(bench.ganzoo({"run", "a.toml"}).code == 0);
  // Bytes behind the end of the library change its checksum and nothing else.
  bench.write("mine.so", bench.read("mine.so") + "changed");
  const Result kept = bench.ganzoo({"run", "a.toml"});
  INFO(kept.err);
  CHECK(kept.code == 0);
  CHECK(kept.err.find("notice: 1 finished cell was trained with another scheduler than there is now") !=
        std::string::npos);

  const std::string cell = bench.entries("runs/tiny").at(0);
  const auto file = bench.path("runs/tiny/" + cell + "/run.h5");
  auto run = ganzoo::log::read(file);
  run.status = ganzoo::log::Status::interrupted;
  ganzoo::log::write(file, run);
  const Result refused = bench.ganzoo({"run", "a.toml"});
  INFO(refused.err);
  CHECK(refused.code == 5);
  CHECK(says(refused, {"interrupted with another scheduler"}));
  CHECK(refused.err.find("hint: --fresh") != std::string::npos);
}
