#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/published/beside.hpp>
#include <ganzoo/report/published/published.hpp>

#include "fabricated.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"

using namespace ganzoo;
using report::Verdict;

namespace {

Table experiment(const std::string& published) { return config::parse_toml("[published]\n" + published, "a.toml"); }

std::vector<std::string> refusals(const std::string& published) {
  try {
    report::read_published(experiment(published));
  } catch (const Error& error) {
    std::vector<std::string> lines;
    for (const Complaint& c : error.complaints()) lines.push_back(c.message);
    return lines;
  }
  return {};
}

std::vector<report::Judged> judged(const TemporaryFolder& folder, const std::string& published) {
  std::vector<std::string> notices;
  return report::judge(*report::read_published(experiment(published)), report::load_runs({folder.path}, notices),
                       notices);
}

/// Three seeds whose distance.value ends at 1, 1.1 and 1.2, of kl; and at 2 more each of js.
void save_six(const TemporaryFolder& folder) {
  for (int seed = 0; seed < 3; ++seed) {
    testing::save(folder, fmt::format("kl-{}", seed), {.seed = seed, .distance = {3, 2, 1 + 0.1 * seed}});
    testing::save(
        folder, fmt::format("js-{}", seed),
        {.divergence = R"({"name":"js","link":"published"})", .seed = seed, .distance = {3, 2, 3 + 0.1 * seed}});
  }
}

}  // namespace

TEST_CASE("a published number holds within its tolerance, is open where the interval reaches it, and fails else",
          "[unit]") {
  const TemporaryFolder folder;
  save_six(folder);
  const auto all =
      judged(folder,
             "[[published.claim]]\nmetric = \"distance.value\"\nby = \"divergence.name\"\n"
             "value = { kl = 1.12, js = 3.14 }\nwithin = 0.03\n"
             "[[published.claim]]\nmetric = \"distance.value\"\nwhere = \"divergence.name == kl\"\nvalue = 1.5\n"
             "[[published.claim]]\nmetric = \"distance.value\"\nwhere = \"divergence.name == kl\"\nat_most = 1.11\n"
             "[[published.claim]]\nmetric = \"distance.value\"\nwhere = \"divergence.name == kl\"\nat_least = 1.11\n"
             "[[published.claim]]\nmetric = \"distance.value\"\nwhere = \"divergence.name == kl\"\nat_least = 1.3\n");
  REQUIRE(all.size() == 6);
  CHECK(all[0].ours.center == 1.1);
  CHECK(all[0].seeds == 3);
  CHECK(all[0].verdict == Verdict::holds);
  CHECK(all[1].verdict == Verdict::open);  // 3.1 is 0.01 too low, [3, 3.2] is not
  CHECK(all[2].verdict == Verdict::fails);
  CHECK(all[3].verdict == Verdict::holds);
  CHECK(all[4].verdict == Verdict::open);
  CHECK(all[5].verdict == Verdict::fails);
}

TEST_CASE("claims are told apart by the values of a number as well", "[unit]") {
  const TemporaryFolder folder;
  save_six(folder);
  const auto all = judged(folder,
                          "[[published.claim]]\nmetric = \"distance.value\"\nby = \"seed\"\n"
                          "where = \"divergence.name == kl\"\nvalue = { 0 = 1.0, 2 = 1.2 }\nwithin = 0.01\n");
  REQUIRE(all.size() == 2);
  for (const report::Judged& j : all) {
    CHECK(j.seeds == 1);
    CHECK(j.verdict == Verdict::holds);
  }
}

TEST_CASE("a claim that is of no run, or of several settings, fails and says so", "[unit]") {
  const TemporaryFolder folder;
  save_six(folder);
  const auto all =
      judged(folder,
             "[[published.claim]]\nmetric = \"distance.value\"\nvalue = 1\n"
             "[[published.claim]]\nmetric = \"distance.value\"\nwhere = \"divergence.name == tv\"\nvalue = 1\n"
             "[[published.claim]]\nmetric = \"nothing\"\nvalue = 1\n");
  for (const report::Judged& j : all) CHECK(j.verdict == Verdict::fails);
  CHECK(all[0].reason.find("2 settings") != std::string::npos);
  CHECK(all[1].reason.find("leaves no run") != std::string::npos);
  CHECK(all[2].reason.find("measured in none") != std::string::npos);
}

TEST_CASE("what a paper prints of trained with × measured by stands beside ours, by setting and divergence", "[unit]") {
  const TemporaryFolder folder;
  save_six(folder);
  std::vector<std::string> notices;
  const std::vector<report::Run> runs = report::load_runs({folder.path}, notices);
  CHECK_FALSE(report::published_beside(runs, notices));
  files::write(folder / "experiment.toml",
               "[published]\nsource = \"a paper\"\n[[published.claim]]\ncross = \"pearson\"\n"
               "by = \"divergence.name\"\nvalue = { kl = 0.7345, js = 0.9216 }\n"
               "[[published.claim]]\ncross = \"js\"\nwhere = \"divergence.name == js\"\nvalue = 0.121\n");
  const auto published = report::published_beside(runs, notices);
  REQUIRE(published);
  CHECK(report::source_of(*published) == "a paper");
  report::Comparison comparison = report::compare(runs, {});
  comparison.measures.resize(2);
  comparison.measures[0].name = "js", comparison.measures[1].name = "pearson";
  const report::TextTable table = report::printed_sheet(*published, comparison, runs);
  CHECK(table.header == std::vector<std::string>{"divergence", "js", "pearson"});
  CHECK(table.rows == std::vector<std::vector<std::string>>{{"js", "0.121", "0.9216"}, {"kl", "", "0.7345"}});
  CHECK(notices.empty());
  files::write(folder / "experiment.toml", "published = 3\n");
  CHECK_FALSE(report::published_beside(runs, notices));
  CHECK(notices.at(0).find("what is published cannot be read") != std::string::npos);
}

TEST_CASE("a [published] table that makes no sense is refused, with its place", "[unit]") {
  CHECK(refusals("source = 3\n[[published.claim]]\nmetric = \"m\"\nvalue = 1\n") ==
        std::vector<std::string>{"a.toml:2:10: published.source is 3, but must be a string"});
  CHECK(refusals("source = \"x\"\n").at(0).find("published.claim is missing") != std::string::npos);
  CHECK(refusals("[[published.claim]]\nmetric = \"m\"\n").at(0).find("neither value nor at_most") != std::string::npos);
  CHECK(refusals("[[published.claim]]\nvalue = 1\n").at(0).find("must have metric or cross") != std::string::npos);
  CHECK(refusals("[[published.claim]]\nmetric = \"m\"\nvalue = { kl = 1 }\n").at(0).find("must be a number") !=
        std::string::npos);
  CHECK(
      refusals("[[published.claim]]\nmetric = \"m\"\nvalue = 1\nat_most = 2\n").at(0).find("there is value already") !=
      std::string::npos);
  CHECK(refusals("[[published.claim]]\nmetrik = \"m\"\nvalue = 1\n")
            .at(0)
            .find("published.claim[0].metrik is no known key") != std::string::npos);
  CHECK_FALSE(report::read_published(config::parse_toml("title = \"x\"\n", "a.toml")));
}
