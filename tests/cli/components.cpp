#include <ganzoo/log/run_file.hpp>

#include "harness.hpp"
#include "support/catch.hpp"

namespace {

using cli::Bench;
using cli::Result;
using cli::tiny;

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

}  // namespace

TEST_CASE("a component that cannot be loaded fails its own cells, each with its reason, and the others run", "[unit]") {
  const std::vector<Case> cases{
      {"not_elf", {"not a shared library"}}, {"truncated", {"truncated"}},
      {"no_entry", {"no entry point"}},      {"wrong_api", {"built for API"}},
      {"other_tag", {"another compiler"}},   {"missing_symbol", {"symbol"}},
      {"throwing", {"no luck today"}},       {"exiting", {"exited with code"}},
      {"crashing", {"killed by signal 11"}}, {"crashing_on_load", {"killed by signal"}},
      {"closing", {"closed descriptors"}},   {"babbling", {"wrote to descriptors"}},
  };
  std::string names = "\"simultaneous\"";
  for (const Case& one : cases) names += ", " + broken(one.name);
  const Bench bench;
  bench.write("a.toml", with_schedulers(names));
  const Result result = bench.ganzoo({"run", "a.toml"});
  INFO(result.err);
  CHECK(result.code == 1);
  CHECK(well_formed(result));
  for (const Case& one : cases) {
    std::vector<std::string> words = one.words;
    words.push_back(one.name);
    INFO(one.name);
    CHECK(says(result, words));
  }
  const Bench alone;
  alone.write("a.toml", with_schedulers("\"simultaneous\""));
  REQUIRE(alone.ganzoo({"run", "a.toml"}).code == 0);
  const auto here = weights_of(bench, "simultaneous"), there = weights_of(alone, "simultaneous");
  REQUIRE(!here.empty());
  REQUIRE(here.size() == there.size());
  for (const auto& [name, array] : here) CHECK(array.values == there.at(name).values);
  const Result again = bench.ganzoo({"run", "a.toml"});
  CHECK(again.code == 1);
  CHECK(again.err.find("1 skipped") != std::string::npos);
}

TEST_CASE("a component that hangs is given up after ten seconds, and named", "[slow]") {
  const Bench bench;
  bench.write("a.toml", with_schedulers("\"simultaneous\", " + broken("hanging")));
  const Result result = bench.ganzoo({"run", "a.toml"});
  INFO(result.err);
  CHECK(result.code == 1);
  CHECK(says(result, {"hanging", "took more than 10 s"}));
  CHECK(result.err.find("1 finished") != std::string::npos);
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
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  CHECK(says(result, {"killed by signal 11", "crashing_in_training.so", "at step"}));
  CHECK(says(result, {"killed by signal 6", "crashing_in_training.so", "at step"}));
#endif
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
  bench.write("a.toml", with_schedulers("{ name = " + broken("crashing_in_training") + ", how = \"kill\" }"));
  const Result result = bench.ganzoo({"run", "a.toml"});
  INFO(result.err);
  CHECK(result.code == 1);
  CHECK(says(result, {"killed by signal 9"}));
  CHECK(result.err.find("hint: the same command resumes it") != std::string::npos);
  const Result again = bench.ganzoo({"run", "a.toml"});
  CHECK(says(again, {"killed by signal 9"}));
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

  const std::string cell = bench.entries("runs/tiny").at(1) == "experiment.toml" ? bench.entries("runs/tiny").at(0)
                                                                                 : bench.entries("runs/tiny").at(1);
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
