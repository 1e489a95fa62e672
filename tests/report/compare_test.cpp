#include <cmath>
#include <fstream>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/statistics/interval.hpp>
#include <ganzoo/report/statistics/sign_flip.hpp>
#include <ganzoo/report/table/render.hpp>
#include <limits>

#include "fabricated.hpp"
#include "support/catch.hpp"

using namespace ganzoo;
using report::compare;
using report::CompareOptions;
using testing::Fabricated;
using testing::save;

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

const char* const js = R"({"name":"js","link":"published"})";
std::string alpha(const char* value) {
  return fmt::format(R"({{"name":"alpha","link":"published","alpha":{}}})", value);
}

CompareOptions options(const TemporaryFolder& folder) {
  CompareOptions o;
  o.paths = {folder.path};
  return o;
}

const report::Group& group(const report::Comparison& c, const std::string& value) {
  for (const report::Group& g : c.groups)
    for (const auto& [key, label] : g.key)
      if (label == value) return g;
  throw std::out_of_range("no group " + value);
}

/// The error's code, message and hint.
std::tuple<Exit, std::string, std::string> refusal(const CompareOptions& o) {
  try {
    compare(o);
  } catch (const Error& error) {
    return {error.code(), error.complaints().front().message, error.complaints().front().hint};
  }
  return {Exit::ok, "", ""};
}

const report::Summary& value(const report::Comparison& c, const std::string& group_value, std::size_t measure = 0) {
  return group(c, group_value).values[measure];
}

bool has_notice(const report::Comparison& c, const std::string& part) {
  return std::any_of(c.notices.begin(), c.notices.end(), [&](const auto& n) { return n.find(part) != n.npos; });
}

}  // namespace

TEST_CASE("seeds are aggregated under what the grid varied", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed) {
    save(folder, fmt::format("kl-s{}", seed), {.seed = seed, .covered = {1, 2, 6.0 + seed}});
    save(folder, fmt::format("js-s{}", seed), {.divergence = js, .seed = seed, .covered = {1, 2, 5.0}});
    save(folder, fmt::format("a3-s{}", seed), {.divergence = alpha("0.3"), .seed = seed});
    save(folder, fmt::format("a7-s{}", seed), {.divergence = alpha("0.7"), .seed = seed});
  }
  const report::Comparison c = compare(options(folder));
  CHECK(c.by == std::vector<std::string>{"divergence"});
  REQUIRE(c.measures.size() == 3);
  CHECK(c.measures[0].name == "modes.covered");
  CHECK(c.measures[0].better == "higher");
  CHECK(c.measures[1].better == "lower");
  CHECK(c.measures[2].better == "neither");
  REQUIRE(c.groups.size() == 4);
  CHECK(group(c, "alpha(alpha=0.3)").runs == 3);
  const auto expected = report::gaffke_interval(std::vector<double>{6, 7, 8}, {0, 8});
  const report::Interval& kl = value(c, "kl").interval;
  CHECK(kl.n == 3);
  CHECK(kl.rule == "gaffke");
  CHECK(kl.center == expected.center);
  CHECK(kl.low == expected.low);
  CHECK(kl.high == expected.high);
  CHECK(c.notices.empty());
}

TEST_CASE("a single run is one group without an interval", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "kl-s0", {});
  const report::Comparison c = compare(options(folder));
  REQUIRE(c.groups.size() == 1);
  CHECK(c.groups[0].values[0].mean == 3);
  CHECK(std::isnan(c.groups[0].values[0].interval.low));
}

TEST_CASE("differences are paired by seed and Holm-corrected", "[unit]") {
  const TemporaryFolder folder;
  const std::vector<double> base{1, 5, 7, 2}, better{2.1, 6.0, 7.9, 3.1}, same{1.5, 4.5, 7.5, 1.5};
  for (int seed = 0; seed < 4; ++seed) {
    const auto at = static_cast<std::size_t>(seed);
    save(folder, fmt::format("kl-s{}", seed), {.seed = seed, .covered = {base[at]}, .distance = {1}});
    save(folder, fmt::format("js-s{}", seed),
         {.divergence = js, .seed = seed, .covered = {better[at]}, .distance = {1}});
    save(folder, fmt::format("a3-s{}", seed),
         {.divergence = alpha("0.3"), .seed = seed, .covered = {same[at]}, .distance = {1}});
  }
  CompareOptions o = options(folder);
  o.baseline = "kl";
  const report::Comparison c = compare(o);
  CHECK_FALSE(value(c, "kl").difference);
  CHECK(group(c, "kl").is_baseline);
  CHECK(c.family == 2);
  const report::Difference& d = *value(c, "js").difference;
  const std::vector<double> differences{2.1 - 1, 6.0 - 5, 7.9 - 7, 3.1 - 2};
  CHECK(d.seeds == std::vector<std::int64_t>{0, 1, 2, 3});
  CHECK(d.p == report::sign_flip_p(differences));
  CHECK(d.interval.low == report::difference_interval(differences).low);
  CHECK(d.p_holm == 2 * d.p);  // the smaller of two
  CHECK(d.improvement.p == 1);
  CHECK(value(c, "alpha").difference->p_holm == value(c, "alpha").difference->p);
  CHECK(value(c, "js", 1).difference->p == 1);
  CHECK(has_notice(c, "4 pairs cannot give p below 0.125; after Holm over 2 groups 7 seeds are needed"));
}

TEST_CASE("what a rule changed along with a component does not hinder pairs", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed) {
    save(folder, fmt::format("kl-s{}", seed),
         {.more = R"(,"scheduler":{"critic_steps":1},"regularizer":[])", .seed = seed});
    save(folder, fmt::format("w-s{}", seed),
         {.divergence = R"({"name":"wasserstein"})",
          .more = R"(,"scheduler":{"critic_steps":5},"regularizer":[{"name":"weight_clip","bound":0.01}])",
          .seed = seed});
  }
  CompareOptions o = options(folder);
  o.baseline = "kl";
  const report::Comparison c = compare(o);
  CHECK(c.by == std::vector<std::string>{"divergence"});
  CHECK(value(c, "wasserstein").difference->seeds.size() == 3);
  CHECK(has_notice(c, "scheduler.critic_steps varies too, but only with divergence"));

  o.by = {"divergence"};
  const report::Comparison asked = compare(o);
  CHECK(value(asked, "wasserstein").difference->seeds.size() == 3);
  CHECK(group(asked, "wasserstein").goes_with.at("scheduler.critic_steps") == "5");
  CHECK(group(asked, "kl").goes_with.at("scheduler.critic_steps") == "1");
  const std::string table = report::render(asked, "table");
  CHECK(table.find("wasserstein †") != std::string::npos);
  CHECK(table.find("kl †") == std::string::npos);
  CHECK(table.find("† differs in regularizer, scheduler.critic_steps too") != std::string::npos);
}

TEST_CASE("a baseline among several keys is the one that agrees in the others", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed)
    for (const int k : {1, 5}) {
      const std::string more = fmt::format(R"(,"scheduler":{{"critic_steps":{}}})", k);
      save(folder, fmt::format("kl-{}-{}", k, seed),
           {.more = more, .seed = seed, .covered = {0.5 * k}, .distance = {1}});
      save(folder, fmt::format("js-{}-{}", k, seed),
           {.divergence = js, .more = more, .seed = seed, .covered = {1.0 * k}, .distance = {1}});
    }
  CompareOptions o = options(folder);
  o.baseline = "kl";
  const report::Comparison c = compare(o);
  CHECK(c.by == std::vector<std::string>{"divergence", "scheduler.critic_steps"});
  for (const report::Group& g : c.groups)
    if (g.key[0].second == "js") {
      REQUIRE(g.values[0].difference);
      CHECK(g.values[0].difference->seeds.size() == 3);
      CHECK(g.values[0].difference->mean == std::stod(g.key[1].second) / 2);
    }
}

TEST_CASE("diverged runs count as the worst value, unfinished and failed ones are told", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "kl-s0", {.seed = 0, .covered = {1, 2, 8}});
  save(folder, "kl-s1", {.seed = 1, .covered = {1, 4, undefined}, .status = log::Status::diverged});
  save(folder, "kl-s2", {.seed = 2, .covered = {1, 7}, .distance = {1, 2}, .status = log::Status::interrupted});
  save(folder, "kl-s3", {.seed = 3, .covered = {1}, .distance = {1}, .status = log::Status::failed});
  std::filesystem::create_directories(folder / "kl-s4");
  std::ofstream(folder / "kl-s4/worker.log") << "crashed\n";
  const report::Comparison c = compare(options(folder));
  REQUIRE(c.groups.size() == 1);
  const report::Group& g = c.groups[0];
  CHECK(g.runs == 4);
  CHECK(g.diverged == 1);
  CHECK(g.unfinished == 1);
  CHECK(g.failed == 1);
  CHECK(g.seeds == std::vector<std::int64_t>{0, 1});
  CHECK(g.missing_seeds == std::vector<std::int64_t>{2, 3});
  CHECK(g.values[0].runs == std::vector<double>{8, 0});
  CHECK(g.values[1].runs == std::vector<double>{1, std::numeric_limits<double>::infinity()});
  CHECK(std::isinf(g.values[1].mean));
  CHECK(g.values[2].undefined == std::vector<std::int64_t>{1});  // better neither way: there is no worst
  CHECK(has_notice(c, "kl-s1: diverged at step 300: generator_objective is NaN"));
  CHECK(has_notice(c, "kl-s2: interrupted at step 200"));
  CHECK(has_notice(c, "kl-s4: has no run.h5"));
  CompareOptions o = options(folder);
  o.diverged = "last";
  CHECK(compare(o).groups[0].values[0].runs == std::vector<double>{8, 4});
}

TEST_CASE("what holds of many runs is said once", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 5; ++seed) {
    save(folder, fmt::format("kl-s{}", seed), {.seed = seed, .status = log::Status::diverged});
    save(folder, fmt::format("again-s{}", seed), {.seed = seed, .status = log::Status::diverged});
    std::filesystem::create_directories(folder / fmt::format("js-s{}", seed));
    std::ofstream(folder / fmt::format("js-s{}/worker.log", seed)) << "crashed\n";
  }
  const report::Comparison c = compare(options(folder));
  CHECK(c.notices.size() == 3);
  CHECK(has_notice(c, "5 runs are not finished, but diverged ("));
  CHECK(has_notice(c, "again-s2: diverged at step 300: generator_objective is NaN, …)"));
  CHECK(has_notice(c, "5 runs are found again: counted once ("));
  CHECK(has_notice(c, "5 folders have no run.h5: they failed or have only begun ("));
}

TEST_CASE("best is where the first metric is best for the other seeds, and all others are read there", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "kl-s0", {.seed = 0, .covered = {5, 7, 6, undefined}, .distance = {4, 3, 2, 1}});
  save(folder, "kl-s1", {.seed = 1, .covered = {1, 2, 3, 4}, .distance = {8, 7, 6, 5}});
  CompareOptions o = options(folder);
  o.at = "best";
  const report::Comparison c = compare(o);
  CHECK(c.groups[0].values[0].runs == std::vector<double>{0, 2});  // at step 400 (undefined: the worst) and 200
  CHECK(c.groups[0].values[1].runs == std::vector<double>{1, 7});
  CHECK(c.selected_on == "modes.covered");
  o.at = "own-best";
  CHECK(compare(o).groups[0].values[0].runs == std::vector<double>{7, 4});
  CHECK(compare(o).groups[0].values[0].interval.rule.empty());
  o.metrics = {"distance", "modes.covered"};
  CHECK(compare(o).groups[0].values[0].runs == std::vector<double>{1, 5});
  o.metrics = {"moments"};
  CHECK(std::get<0>(refusal(o)) == Exit::usage);
  CHECK(std::get<1>(refusal(o)) == "--at own-best: moments.mean is better neither lower nor higher");
  o = options(folder);
  o.at = "best";
  o.where = "seed == 0";
  CHECK(std::get<1>(refusal(o)) ==
        "--at best: the runs has 1 finished seed, but must have 2: the step is chosen on the others");
}

TEST_CASE("the seed is what is repeated: no key to average over, and none to choose", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "kl-s0", {.seed = 0, .covered = {1, 2, 3}});
  save(folder, "kl-s1", {.seed = 1, .covered = {1, 2, 4}});
  for (const auto keys : {&CompareOptions::over, &CompareOptions::tune}) {
    CompareOptions o = options(folder);
    o.*keys = {"seed"};
    const auto [code, message, hint] = refusal(o);
    CHECK(code == Exit::usage);
    CHECK(message == "--over and --tune do not take seed: it is what a comparison repeats");
  }
}

TEST_CASE("a step picks the row at or before it, and a run that did not get there does not count", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "kl-s0", {.seed = 0, .covered = {1, 2, 3}});
  save(folder, "kl-s1", {.seed = 1, .covered = {5}, .distance = {1}});
  CompareOptions o = options(folder);
  o.at = "2_50";
  CHECK(compare(o).groups[0].seeds == std::vector<std::int64_t>{0});
  CHECK(compare(o).groups[0].missing_seeds == std::vector<std::int64_t>{1});
  CHECK(compare(o).groups[0].values[0].mean == 2);
  o.at = "latest";
  const auto [code, message, hint] = refusal(o);
  CHECK(code == Exit::usage);
  CHECK(message == "--at is latest, but must be last, best, own-best or a step");
}

TEST_CASE("along critic updates all runs are read where the first of them ended", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "kl", {.covered = {1, 2, 3}, .critic_steps = 1});
  save(folder, "w", {.divergence = R"({"name":"wasserstein"})", .covered = {4, 5, 6}, .critic_steps = 2});
  CompareOptions o = options(folder);
  o.axis = "critic_updates";
  CHECK(group(compare(o), "kl").values[0].mean == 3);
  CHECK(group(compare(o), "wasserstein").values[0].mean == 4);  // 200 of at most 300 updates
  CHECK(has_notice(compare(o), "w: is measured at 200 of 300 critic_updates: metrics.every is too coarse"));
  o.at = "400";
  CHECK(group(compare(o), "kl").seeds.empty());
  CHECK(group(compare(o), "wasserstein").values[0].mean == 5);
  o.axis = "wall_tme";
  const auto [code, message, hint] = refusal(o);
  CHECK(message == "--axis is wall_tme, but must be step, critic_updates, real_seen or wall_time");
  CHECK(hint == "did you mean wall_time?");
}

TEST_CASE("runs of other data or metric parameters are not pooled", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.seed = 0});
  save(folder, "b", {.data = R"({"name":"ring","modes":16})", .seed = 1});
  CompareOptions o = options(folder);
  CHECK(compare(o).by == std::vector<std::string>{"data.modes"});
  o.by = {"divergence"};
  auto [code, message, hint] = refusal(o);
  CHECK(code == Exit::usage);
  CHECK(message == fmt::format("{} and {} cannot be pooled: data.modes is 8 in the one, 16 in the other",
                               (folder / "a").string(), (folder / "b").string()));
  save(folder, "b", {.seed = 1, .metrics = R"([{"name":"modes","std":4}])"});
  CHECK(std::get<1>(refusal(o)).find("cannot be pooled: metrics.modes is ") != std::string::npos);
}

TEST_CASE("equal data is pooled and paired wherever its files lie", "[unit]") {
  const TemporaryFolder folder;
  const auto images = [](const char* checkout) {
    return fmt::format(R"({{"name":"idx","folder":"/usr/share","train":"/{}/train","test":"/{}/test","validation":9}})",
                       checkout, checkout);
  };
  for (int seed = 0; seed < 3; ++seed) {
    save(folder, fmt::format("a-{}", seed), {.data = images("a"), .seed = seed, .data_sha256 = "5a"});
    save(folder, fmt::format("b-{}", seed), {.divergence = js, .data = images("b"), .seed = seed, .data_sha256 = "5a"});
    save(folder, fmt::format("c-{}", seed), {.data = images("c"), .seed = 3 + seed, .data_sha256 = "5a"});
  }
  CompareOptions o = options(folder);
  o.baseline = "kl";
  const report::Comparison c = compare(o);
  CHECK(c.by == std::vector<std::string>{"divergence"});
  CHECK(group(c, "kl").runs == 6);
  CHECK(group(c, "js").runs == 3);
  CHECK(value(c, "js").difference->seeds.size() == 3);

  save(folder, "ring", {.seed = 9});  // beside other data, too
  CHECK(group(compare(options(folder)), "idx").runs > 0);
}

TEST_CASE("the same cell on equal data elsewhere counts once", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.data = R"({"name":"images","folder":"/a"})", .data_sha256 = "5a"});
  save(folder, "b", {.data = R"({"name":"images","folder":"/b"})", .data_sha256 = "5a"});
  CHECK(has_notice(compare(options(folder)), "b is " + (folder / "a").string() + " again: counted once"));
}

TEST_CASE("files of other bytes, or of unknown ones, are other data", "[unit]") {
  for (const char* sum : {"5b", ""}) {
    CAPTURE(sum);
    const TemporaryFolder folder;
    save(folder, "a", {.data = R"({"name":"images","folder":"/a"})", .data_sha256 = "5a"});
    save(folder, "b", {.data = R"({"name":"images","folder":"/b"})", .seed = 1, .data_sha256 = sum});
    CompareOptions o = options(folder);
    CHECK(compare(o).by == std::vector<std::string>{"data.folder"});
    o.by = {"divergence"};
    CHECK(std::get<1>(refusal(o)).find("cannot be pooled: data.folder is \"/a\" in the one, \"/b\" in the other") !=
          std::string::npos);
  }
}

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

TEST_CASE("a cell that is found twice counts once", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {});
  save(folder, "b", {});
  const report::Comparison c = compare(options(folder));
  CHECK(c.groups[0].runs == 1);
  CHECK(has_notice(c, "b is " + (folder / "a").string() + " again: counted once"));
}

TEST_CASE("a broken file ends the comparison", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {});
  std::filesystem::resize_file(folder / "a/run.h5", 1000);
  CHECK(std::get<0>(refusal(options(folder))) == Exit::corrupt);
}

TEST_CASE("a cell under two titles counts once, whatever the order of the files", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed) {
    save(folder, fmt::format("a/kl-{}", seed), {.seed = seed, .covered = {1.0 + seed}, .distance = {1}});
    save(folder, fmt::format("a/js-{}", seed), {.divergence = js, .seed = seed, .covered = {4}, .distance = {1}});
    save(folder, fmt::format("b/kl-{}", seed),
         {.seed = seed, .covered = {1.0 + seed}, .distance = {1}, .title = "another title"});
  }
  CompareOptions o = options(folder);
  o.baseline = "kl";
  o.by = {"divergence"};
  const report::Comparison c = compare(o);
  CHECK(group(c, "kl").seeds.size() == 3);
  CHECK(group(c, "kl").copies == 3);
  CHECK(value(c, "js").difference->p == 0.25);
  o.paths = {folder / "b", folder / "a"};
  CHECK(value(compare(o), "js").difference->p == 0.25);
}

TEST_CASE("two results of one cell are refused, and averaged where that is asked for", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.covered = {1, 2, 3}, .isa = "avx2"});
  save(folder, "b", {.covered = {1, 2, 5}, .isa = "avx512"});
  const auto [code, message, hint] = refusal(options(folder));
  CHECK(code == Exit::usage);
  CHECK(message == fmt::format("{} and {} are one cell, but came to other numbers: modes.covered in row 2: 3 and 5",
                               (folder / "a").string(), (folder / "b").string()));
  CHECK(hint == "they differ in provenance.isa; give one of them, or average them (--over provenance.isa)");
  CompareOptions o = options(folder);
  o.over = {"provenance.isa"};
  CHECK(compare(o).groups[0].values[0].runs == std::vector<double>{4});
}

TEST_CASE("of one cell the finished run counts, not the interrupted one", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.covered = {1, 2}, .distance = {1, 2}, .status = log::Status::interrupted});
  save(folder, "b", {.covered = {1, 2, 3}});
  const report::Comparison c = compare(options(folder));
  CHECK(c.groups[0].runs == 1);
  CHECK(c.groups[0].values[0].mean == 3);
  CHECK(has_notice(c, "a is " + (folder / "b").string() + " again, interrupted: counted once"));
}

namespace {

std::string rate(double r) { return fmt::format(R"(,"optimizer":{{"generator":{{"name":"adam","rate":{}}}}})", r); }

/// Three seeds × two rates of two divergences; covered is 0.5·seed + 1 (+ 2 at the higher rate, + 1 of js).
void save_rates(const TemporaryFolder& folder, int seeds = 3) {
  for (int seed = 0; seed < seeds; ++seed)
    for (const double r : {0.0001, 0.001}) {
      const double covered = 1 + 0.5 * seed + (r > 5e-4 ? 2 : 0);
      save(folder, fmt::format("kl-{}-{}", r, seed),
           {.more = rate(r), .seed = seed, .covered = {covered}, .distance = {1}});
      save(folder, fmt::format("js-{}-{}", r, seed),
           {.divergence = js, .more = rate(r), .seed = seed, .covered = {covered + 1}, .distance = {1}});
    }
}

}  // namespace

TEST_CASE("what varies inside a group is refused unless it is averaged over within each seed", "[unit]") {
  const TemporaryFolder folder;
  save_rates(folder);
  CompareOptions o = options(folder);
  o.by = {"divergence"};
  const auto [code, message, hint] = refusal(o);
  CHECK(code == Exit::usage);
  CHECK(message == "divergence=js: optimizer.generator.rate varies inside the group: 0.0001, 0.001");
  CHECK(hint ==
        "tell them apart (--by divergence,optimizer.generator.rate), average within each seed (--over "
        "optimizer.generator.rate), choose the best (--tune optimizer.generator.rate) or --where");
  o.over = {"optimizer.generator.rate"};
  o.baseline = "kl";
  const report::Comparison c = compare(o);
  CHECK(group(c, "kl").settings == 2);
  CHECK(value(c, "kl").runs == std::vector<double>{2, 2.5, 3});
  CHECK(value(c, "js").difference->seeds.size() == 3);
  std::filesystem::remove_all(folder / "kl-0.001-1");
  CHECK(value(compare(o), "kl").runs == std::vector<double>{2, 3});
  CHECK(has_notice(compare(o), "divergence=kl: seed 1 lacks optimizer.generator.rate=0.001: left out"));
  CHECK(has_notice(compare(o), "pairs 2; seed 1 has no partner"));
  for (const int seed : {0, 2}) std::filesystem::remove_all(folder / fmt::format("kl-0.001-{}", seed));
  CHECK(std::get<1>(refusal(o)).find("their means are over other values of optimizer.generator.rate") !=
        std::string::npos);
}

TEST_CASE("a setting is chosen on some seeds and reported on the others", "[unit]") {
  const TemporaryFolder folder;
  save_rates(folder, 6);
  CompareOptions o = options(folder);
  o.by = {"divergence"};
  o.tune = {"optimizer.generator.rate"};
  o.baseline = "kl";
  o.budget = true;
  o.write_winners = folder / "winners.toml";
  const report::Comparison c = compare(o);
  const report::Group& kl = group(c, "kl");
  REQUIRE(kl.tuned);
  CHECK(kl.tuned->setting.at("optimizer.generator.rate") == "0.001");
  CHECK(kl.tuned->selection_seeds == std::vector<std::int64_t>{0, 1, 2});
  CHECK(kl.values[0].runs == std::vector<double>{4.5, 5, 5.5});
  CHECK(kl.tuned->optimism == 3.5 - 5);
  CHECK(kl.budget.size() == 2);
  CHECK(value(c, "js").difference->p == 0.25);
  std::ifstream in(folder / "winners.toml");
  const std::string winners{std::istreambuf_iterator<char>(in), {}};
  CHECK(winners.find("tuned_on = [0, 1, 2]\n\n[[grid.zip]]\n\"divergence\" = [") != std::string::npos);
  CHECK(winners.find("\"optimizer.generator.rate\" = [0.001, 0.001]") != std::string::npos);
  o.select_seeds = {9};
  CHECK(std::get<1>(refusal(o)) ==
        "--select-seeds names 9, but must name seeds that all settings have: 0, 1, 2, 3, 4, 5");
  o.select_seeds = {0, 1, 2, 3};
  CHECK(std::get<1>(refusal(o)).find("but must share one to choose by and three to report") != std::string::npos);
}

TEST_CASE("seeds on which a setting was chosen are not reported", "[unit]") {
  const TemporaryFolder folder;
  for (const int seed : {2, 3, 4})
    save(folder, fmt::format("kl-{}", seed), {.more = R"(,"tuned_on":[0,1])", .seed = seed});
  CompareOptions asked = options(folder);
  asked.by = {"divergence"};
  CHECK(value(compare(asked), "kl").runs.size() == 3);
  save(folder, "kl-1", {.seed = 1});  // of the search itself
  const auto [code, message, hint] = refusal(asked);
  CHECK(code == Exit::usage);
  CHECK(message.find("divergence=kl: ") == 0);
  CHECK(message.find("kl-1 has the seed 1, which is one of those that its settings were chosen on: 0, 1") !=
        std::string::npos);
  asked.where = "seed > 1";
  CHECK(value(compare(asked), "kl").runs.size() == 3);
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

TEST_CASE("numbers in other units are not subtracted", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed) {
    save(folder, fmt::format("kl-{}", seed), {.seed = seed, .depends_on = "divergence"});
    save(folder, fmt::format("js-{}", seed), {.divergence = js, .seed = seed, .depends_on = "divergence"});
    save(folder, fmt::format("kl2-{}", seed),
         {.divergence = R"({"name":"kl","link":"log_ratio"})", .seed = seed, .depends_on = "divergence"});
  }
  CompareOptions o = options(folder);
  o.by = {"divergence.name", "divergence.link"};
  o.baseline = "log_ratio";
  const report::Comparison c = compare(o);
  CHECK(value(c, "js", 1).no_difference == "its unit hangs on divergence");
  CHECK_FALSE(value(c, "js", 1).difference);
  CHECK(value(c, "js").difference);
  CHECK(has_notice(c, "distance.value is not compared with"));
}

TEST_CASE("a value outside of its declared range is a corrupt file", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.covered = {1, 2, 9}});
  CHECK(std::get<0>(refusal(options(folder))) == Exit::corrupt);
}

TEST_CASE("what is undefined counts as the worst where others are defined", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.seed = 0, .covered = {7}, .distance = {undefined}});
  save(folder, "b", {.seed = 1, .covered = {undefined}, .distance = {undefined}});
  const report::Comparison c = compare(options(folder));
  CHECK(c.groups[0].values[0].runs == std::vector<double>{7, 0});
  CHECK(has_notice(c, "b: modes.covered is undefined: counts as worst"));
  CHECK(c.groups[0].values[1].runs.empty());
  CHECK(c.groups[0].values[1].undefined.size() == 2);
}

TEST_CASE("a run that ran away is told", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.objective = {1, 1e20, 1e20}});
  save(folder, "b", {.seed = 1, .objective = {1, 1e20, 1}});
  const report::Comparison c = compare(options(folder));
  CHECK(c.groups[0].ran_away == 1);
  CHECK(has_notice(c, "a: ran away at step 200"));
  CHECK_FALSE(has_notice(c, "b: ran away"));
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
