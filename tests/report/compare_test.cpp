#include <cmath>
#include <fstream>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/statistics/statistics.hpp>
#include <ganzoo/report/table/compare.hpp>
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
  CHECK(c.metrics == std::vector<std::string>{"modes.covered", "distance.value", "moments.mean"});
  CHECK(c.better == std::vector<std::string>{"higher", "lower", "neither"});
  REQUIRE(c.groups.size() == 4);
  CHECK(group(c, "alpha(alpha=0.3)").runs == 3);
  const auto expected = report::interval_of(std::vector<double>{6, 7, 8});
  const report::Interval& kl = group(c, "kl").values[0];
  CHECK(kl.n == 3);
  CHECK(kl.mean == expected.mean);
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
  CHECK(std::isnan(c.groups[0].values[0].low));
}

TEST_CASE("differences are paired by seed and Holm-corrected", "[unit]") {
  const TemporaryFolder folder;
  const std::vector<double> base{1, 5, 9, 2}, better{2.1, 6.0, 10.2, 3.1}, same{1.5, 4.5, 9.5, 1.5};
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
  CHECK(group(c, "kl").differences.empty());
  const report::Paired& js_difference = group(c, "js").differences[0];
  const auto expected = report::paired_of(std::vector<double>{2.1 - 1, 6.0 - 5, 10.2 - 9, 3.1 - 2});
  CHECK(js_difference.pairs == 4);
  CHECK(js_difference.mean == expected.mean);
  CHECK(js_difference.p == expected.p);
  CHECK(js_difference.p_holm == 2 * expected.p);  // the smaller of two
  CHECK(group(c, "alpha").differences[0].p_holm == group(c, "alpha").differences[0].p);
  CHECK(group(c, "js").differences[1].p == 1);
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
  CHECK(group(c, "wasserstein").differences[0].pairs == 3);
  CHECK(has_notice(c, "scheduler.critic_steps varies too, but only with divergence"));

  o.by = {"divergence"};
  const report::Comparison strict = compare(o);
  CHECK(group(strict, "wasserstein").differences[0].pairs == 0);
  CHECK(has_notice(strict,
                   "wasserstein has no run to pair with kl: they differ in regularizer,scheduler.critic_steps too"));
  o.by = {"divergence", "regularizer", "scheduler.critic_steps"};
  CHECK(group(compare(o), "wasserstein").differences[0].pairs == 3);
}

TEST_CASE("a baseline among several keys is the one that agrees in the others", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed)
    for (const int k : {1, 5}) {
      const std::string more = fmt::format(R"(,"scheduler":{{"critic_steps":{}}})", k);
      save(folder, fmt::format("kl-{}-{}", k, seed),
           {.more = more, .seed = seed, .covered = {1.0 * k}, .distance = {1}});
      save(folder, fmt::format("js-{}-{}", k, seed),
           {.divergence = js, .more = more, .seed = seed, .covered = {2.0 * k}, .distance = {1}});
    }
  CompareOptions o = options(folder);
  o.baseline = "kl";
  const report::Comparison c = compare(o);
  CHECK(c.by == std::vector<std::string>{"divergence", "scheduler.critic_steps"});
  for (const report::Group& g : c.groups)
    if (g.key[0].second == "js") {
      REQUIRE(g.differences.size() == 3);
      CHECK(g.differences[0].pairs == 3);
      CHECK(g.differences[0].mean == std::stod(g.key[1].second));
    }
}

TEST_CASE("diverged runs count with their last finite value, unfinished and failed ones are told", "[unit]") {
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
  CHECK(g.values[0].n == 2);
  CHECK(g.values[0].mean == 6);
  CHECK(has_notice(c, "kl-s1: diverged at step 300: generator_objective is NaN"));
  CHECK(has_notice(c, "kl-s2: interrupted at step 200"));
  CHECK(has_notice(c, "kl-s4: has no run.h5"));
}

TEST_CASE("best is where the first metric is best, and all others are read there", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "kl-s0", {.covered = {5, 7, 6, undefined}, .distance = {4, 3, 2, 1}});
  CompareOptions o = options(folder);
  o.at = "best";
  CHECK(compare(o).groups[0].values[0].mean == 7);
  CHECK(compare(o).groups[0].values[1].mean == 3);
  o.metrics = {"distance", "modes.covered"};
  CHECK(compare(o).groups[0].values[0].mean == 1);
  CHECK(compare(o).groups[0].values[1].n == 0);
  o.metrics = {"moments"};
  const auto [code, message, hint] = refusal(o);
  CHECK(code == Exit::usage);
  CHECK(message == "--at best: moments.mean is better neither lower nor higher");
}

TEST_CASE("a step picks the row at or before it, and a run that did not get there does not count", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "kl-s0", {.seed = 0, .covered = {1, 2, 3}});
  save(folder, "kl-s1", {.seed = 1, .covered = {5}, .distance = {1}});
  CompareOptions o = options(folder);
  o.at = "2_50";
  CHECK(compare(o).groups[0].values[0].n == 1);
  CHECK(compare(o).groups[0].values[0].mean == 2);
  o.at = "latest";
  const auto [code, message, hint] = refusal(o);
  CHECK(code == Exit::usage);
  CHECK(message == "--at is latest, but must be last, best or a step");
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
  CHECK(group(compare(o), "kl").values[0].n == 0);
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
  REQUIRE(group(c, "js").differences.size() == 3);
  CHECK(group(c, "js").differences[0].pairs == 3);

  save(folder, "ring", {.seed = 9});  // beside other data, too
  CHECK(group(compare(options(folder)), "idx").runs > 0);
}

TEST_CASE("the same cell on equal data elsewhere counts once", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.data = R"({"name":"images","folder":"/a"})", .data_sha256 = "5a"});
  save(folder, "b", {.data = R"({"name":"images","folder":"/b"})", .data_sha256 = "5a"});
  CHECK(has_notice(compare(options(folder)), "b: is the same cell as"));
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
  CHECK(has_notice(c, "b: is the same cell as"));
}

TEST_CASE("a broken file ends the comparison", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {});
  std::filesystem::resize_file(folder / "a/run.h5", 1000);
  CHECK(std::get<0>(refusal(options(folder))) == Exit::corrupt);
}
