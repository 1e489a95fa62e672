// What a comparison is asked for: baselines, --where, names, the family of tests.
#include "compare_scene.hpp"

using namespace ganzoo;
using report::compare;
using report::CompareOptions;
using testing::Fabricated;
using testing::save;
using namespace compare_scene;

TEST_CASE("where chooses runs by their resolved keys", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 4; ++seed) {
    save(folder, fmt::format("kl-{}", seed), {.seed = seed});
    save(folder, fmt::format("js-{}", seed), {.divergence = js, .seed = seed});
  }
  CompareOptions o = options(folder);
  o.by = {"divergence"};
  const auto runs_with = [&](const std::string& where) {
    o.where = where;
    std::int64_t runs = 0;
    for (const auto& g : compare(o).groups) runs += g.runs;
    return runs;
  };
  CHECK(runs_with("divergence.name == kl") == 4);
  CHECK(runs_with("divergence == 'kl' and seed<2") == 2);
  CHECK(runs_with("not (divergence.name==\"kl\" or seed >= 3)") == 3);
  CHECK(runs_with("divergence.name == kl and seed == 0 or seed == 3") == 3);
  CHECK(runs_with("seed != 0 and seed <= 2.0") == 4);
  CHECK(runs_with("divergence.name > js") == 4);

  o.where = "seed = 3";
  CHECK(std::get<1>(refusal(o)) == "--where:6: '=' stands where ==, !=, <, <=, > or >= is needed");
  o.where = "(seed == 3";
  CHECK(std::get<1>(refusal(o)) == "--where:11: the end stands where ')' is needed");
  o.where = "seed == 'a";
  CHECK(std::get<1>(refusal(o)) == "--where:9: the text is not closed");
  o.where = "seed == 3 seed";
  CHECK(std::get<1>(refusal(o)) == "--where:11: 'seed' stands where 'and', 'or' or the end is needed");
  o.where = "divergence.nam == kl";
  CHECK(std::get<1>(refusal(o)) == "divergence.nam is a key of none of these runs");
  CHECK(std::get<2>(refusal(o)) == "did you mean divergence.name?");
  o.where = "seed > 10";
  CHECK(std::get<1>(refusal(o)) == "--where 'seed > 10' leaves no run");
  o.where = std::string(10'000, '(');
  CHECK(std::get<0>(refusal(o)) == Exit::usage);
}

TEST_CASE("a baseline among runs that differ in nothing but their seed is refused: there is only one group", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed) save(folder, fmt::format("kl-s{}", seed), {.seed = seed});
  CompareOptions o = options(folder);
  o.baseline = "foo";
  const auto [code, message, hint] = refusal(o);
  CHECK(code == Exit::usage);
  CHECK(message == "--baseline foo has nothing to be told from: there is only one group");
  CHECK(hint.find("nothing but their seed") != std::string::npos);
}

TEST_CASE("unknown names are refused with the nearest known one", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "kl", {});
  save(folder, "js", {.divergence = js});
  CompareOptions o = options(folder);
  o.metrics = {"modes.coverd"};
  CHECK(std::get<1>(refusal(o)) == "modes.coverd is measured in none of these runs");
  CHECK(std::get<2>(refusal(o)) == "did you mean modes.covered?");
  o = options(folder);
  o.by = {"divergense"};
  CHECK(std::get<1>(refusal(o)) == "divergense is a key of none of these runs");
  CHECK(std::get<2>(refusal(o)) == "did you mean divergence?");
  o = options(folder);
  o.baseline = "kll";
  CHECK(std::get<1>(refusal(o)) == "--baseline kll is no value of divergence");
  o.paths = {folder / "none"};
  CHECK(std::get<0>(refusal(o)) == Exit::environment);
  std::filesystem::create_directories(folder / "empty");
  o.paths = {folder / "empty"};
  CHECK(std::get<1>(refusal(o)) == (folder / "empty").string() + ": holds no run.h5");
}

TEST_CASE("a baseline is found by its value however it is spelt", "[unit]") {
  const TemporaryFolder folder;
  save_rates(folder);
  CompareOptions o = options(folder);
  o.by = {"optimizer.generator.rate"};
  o.where = "divergence == kl";
  for (const char* spelling : {"0.0001", "1e-4", "1.0e-4", "0.00010"}) {
    CAPTURE(spelling);
    o.baseline = spelling;
    CHECK(compare(o).baseline == "0.0001");
  }
}

TEST_CASE("the family of tests is what was given, whatever --where leaves", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed)
    for (const char* a : {"0.1", "0.2", "0.3", "0.4"})
      save(folder, fmt::format("{}-{}", a, seed), {.divergence = alpha(a), .seed = seed});
  CompareOptions o = options(folder);
  o.by = {"divergence.alpha"};
  o.baseline = "0.1";
  CHECK(compare(o).family == 3);
  o.where = "divergence.alpha < 0.25";
  CHECK(compare(o).groups.size() == 2);
  CHECK(compare(o).family == 3);
}

TEST_CASE("groups are sorted, and cut with a word", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.divergence = alpha("0.1"), .covered = {1}, .distance = {1}});
  save(folder, "b", {.divergence = alpha("0.2"), .covered = {3}, .distance = {1}});
  save(folder, "c", {.divergence = alpha("0.3"), .covered = {2}, .distance = {1}});
  CompareOptions o = options(folder);
  o.by = {"divergence.alpha"};
  o.sort = "modes.covered";
  o.top = 2;
  const report::Comparison c = compare(o);
  REQUIRE(c.groups.size() == 2);
  CHECK(c.groups[0].values[0].mean == 3);
  CHECK(c.groups[1].values[0].mean == 2);
  CHECK(has_notice(c, "1 more groups are not shown"));
  o.sort = "modes.coverd";
  CHECK(std::get<2>(refusal(o)) == "did you mean modes.covered?");
}
