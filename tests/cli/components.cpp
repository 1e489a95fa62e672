#include "component_scene.hpp"

using namespace component_scene;

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
