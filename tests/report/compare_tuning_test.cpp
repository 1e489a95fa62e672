// Settings chosen on some seeds and reported on others.
#include "compare_scene.hpp"

using namespace ganzoo;
using report::compare;
using report::CompareOptions;
using testing::Fabricated;
using testing::save;
using namespace compare_scene;

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
