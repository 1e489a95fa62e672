#include "compare_scene.hpp"

using namespace ganzoo;
using report::compare;
using report::CompareOptions;
using testing::Fabricated;
using testing::save;
using namespace compare_scene;

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
