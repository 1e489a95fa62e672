#include <cmath>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/search/judgement.hpp>
#include <ganzoo/experiment/search/race.hpp>
#include <ganzoo/experiment/search/search.hpp>
#include <limits>

#include "log/sample_run.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/refusal.hpp"

using namespace ganzoo;
using namespace ganzoo::experiment;

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// A cell that was measured every 10 steps up to `step`.
void save(const TemporaryFolder& folder, const std::string& cell, const std::vector<double>& values,
          log::Status status = log::Status::interrupted, const char* better = "lower", std::int64_t step = 0) {
  log::RunFile run;
  run.cell = cell;
  run.status = status;
  std::vector<std::int64_t> steps;
  for (std::size_t i = 0; i < values.size(); ++i) steps.push_back(10 * static_cast<std::int64_t>(i + 1));
  run.step = step > 0 ? step : steps.empty() ? 0 : steps.back();
  run.metrics.columns = {{"step", "1", "", steps, {}}, {"m.v", "1", "", values, {{"better", better}}}};
  std::filesystem::create_directories(folder / cell);
  log::write(folder / cell / "run.h5", run);
}

Judgement race(std::vector<std::vector<std::string>> competitors, double keep, std::int64_t step = 10) {
  Judgement judgement;
  judgement.name = "all-10";
  judgement.race = {{"divergence.name", "\"kl\""}};
  judgement.metric = "m.v";
  judgement.step = step;
  judgement.keep = keep;
  for (auto& cells : competitors) judgement.competitors.emplace_back().cells = std::move(cells);
  return judgement;
}

std::vector<std::int64_t> ranks(const Judgement& judgement) {
  std::vector<std::int64_t> all;
  for (const Judged& judged : judgement.competitors) all.push_back(judged.rank);
  return all;
}

std::vector<bool> kept(const Judgement& judgement) {
  std::vector<bool> all;
  for (const Judged& judged : judgement.competitors) all.push_back(judged.kept);
  return all;
}

Cell cell(const std::string& id, const std::string& toml) {
  Cell made;
  made.id = id;
  made.spec = config::parse_toml(toml, "");
  made.varied = {{"divergence.name", Value("x")}, {"train.batch", Value(1)}};
  return made;
}

}  // namespace

TEST_CASE("settings are ranked by the median of their seeds at the step, not by their best so far", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a0", {5, 0});
  save(folder, "a1", {3, 0});
  save(folder, "b0", {1, 9});
  save(folder, "b1", {4, 9});
  save(folder, "c0", {2, 1});
  save(folder, "c1", {8, 1});
  const auto judgement = judge(race({{"a0", "a1"}, {"b0", "b1"}, {"c0", "c1"}}, 0.5), folder.path);
  REQUIRE(judgement);
  CHECK(judgement->better == "lower");
  CHECK(ranks(*judgement) == std::vector<std::int64_t>{2, 1, 3});
  CHECK(kept(*judgement) == std::vector<bool>{true, true, false});  // half of three, rounded up
  CHECK(reason_of(*judgement, judgement->competitors[2]) ==
        "cut at step 10: rank 3 of 3 by m.v in divergence.name = \"kl\"");
  CHECK(cut_in(reason_of(*judgement, judgement->competitors[2])) == Cut{10, 3, 3});
  CHECK_FALSE(cut_in("stopped by a signal"));
  CHECK_FALSE(cut_in("cut at step 10"));
}

TEST_CASE("what is no number there comes last, the one that came farther first, and ties go by name", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "never", {}, log::Status::failed, "higher");
  save(folder, "early", {}, log::Status::diverged, "higher", 7);
  save(folder, "nan", {undefined}, log::Status::interrupted, "higher");
  save(folder, "low", {-1e9}, log::Status::interrupted, "higher");
  save(folder, "b", {2}, log::Status::interrupted, "higher");
  save(folder, "a", {2}, log::Status::interrupted, "higher");
  const auto judgement = judge(race({{"never"}, {"early"}, {"nan"}, {"low"}, {"b"}, {"a"}}, 0.1), folder.path);
  REQUIRE(judgement);
  CHECK(ranks(*judgement) == std::vector<std::int64_t>{6, 5, 4, 3, 2, 1});
  CHECK(kept(*judgement) == std::vector<bool>{false, false, false, false, false, true});  // at least one
}

TEST_CASE("one diverged seed of three does not decide, two do", "[unit]") {
  const TemporaryFolder folder;
  for (const char* name : {"a0", "a1"}) save(folder, name, {2});
  save(folder, "a2", {}, log::Status::diverged, "lower", 3);
  save(folder, "b0", {1});
  for (const char* name : {"b1", "b2"}) save(folder, name, {}, log::Status::diverged, "lower", 3);
  const auto judgement = judge(race({{"a0", "a1", "a2"}, {"b0", "b1", "b2"}}, 0.5), folder.path);
  CHECK(ranks(*judgement) == std::vector<std::int64_t>{1, 2});
  CHECK(judgement->competitors[0].score == 2);
  CHECK(std::isnan(judgement->competitors[1].score));
}

TEST_CASE("nobody is judged before all have come so far", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {1, 2});
  save(folder, "b", {1});
  CHECK(judge(race({{"a"}, {"b"}}, 0.5, 10), folder.path));
  CHECK_FALSE(judge(race({{"a"}, {"b"}}, 0.5, 20), folder.path));
  CHECK_FALSE(judge(race({{"a"}, {"b"}}, 0.5, 0), folder.path));
  CHECK_FALSE(judge(race({{"a"}, {"none"}}, 0.5, 10), folder.path));
  save(folder, "a", {1, 2}, log::Status::finished);
  save(folder, "b", {1}, log::Status::diverged);
  CHECK(ranks(*judge(race({{"a"}, {"b"}}, 0.5, 0), folder.path)) == std::vector<std::int64_t>{1, 2});
  save(folder, "a", {1}, log::Status::finished, "neither");
  CHECK(refusal([&] { judge(race({{"a"}}, 0.5), folder.path); }).first == Exit::usage);
}

TEST_CASE("whom a search spares is ranked, kept, and takes nobody's place", "[unit]") {
  const TemporaryFolder folder;
  for (int i = 0; i < 4; ++i) save(folder, std::to_string(i), {static_cast<double>(i)});
  Judgement asked = race({{"0"}, {"1"}, {"2"}, {"3"}}, 1.0 / 3);
  asked.competitors[3].spare = true;
  CHECK(kept(*judge(asked, folder.path)) == std::vector<bool>{true, false, false, true});
  asked.competitors[0].spare = true;
  CHECK(kept(*judge(asked, folder.path)) == std::vector<bool>{true, true, false, true});
}

TEST_CASE("a judgement is kept once, another beside it, and each can be judged again", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {1, 2});
  save(folder, "b", {undefined, 2});
  save(folder, "c", {std::numeric_limits<double>::infinity(), 2});
  const Judgement half = *judge(race({{"a"}, {"b"}, {"c"}}, 0.5), folder.path);
  CHECK_FALSE(keep(half, folder.path));
  const std::string text = files::read(folder / ".search/all-10.json");
  CHECK_FALSE(keep(half, folder.path));
  CHECK(files::read(folder / ".search/all-10.json") == text);
  CHECK(keep(*judge(race({{"a"}, {"b"}, {"c"}}, 0.1), folder.path), folder.path));
  CHECK(files::read(folder / ".search/all-10.before-1.json") == text);
  CHECK(untrue_judgements(folder.path).empty());
  REQUIRE(judgements_in(folder.path).size() == 1);
  CHECK(judgements_in(folder.path).front().keep == 0.1);
  save(folder, "a", {3, 2});
  CHECK(untrue_judgements(folder.path).size() == 2);
  files::write(folder / ".search/all-10.json", R"({"schema":"ganzoo.judgement","version":1,"competitors":[]})");
  CHECK(refusal([&] { judgements_in(folder.path); }).first == Exit::corrupt);
  std::string escape = text;
  escape.replace(escape.find("\"a\""), 3, "\"../a\"");
  files::write(folder / ".search/all-10.json", escape);
  CHECK(refusal([&] { judgements_in(folder.path); }).first == Exit::corrupt);
}

TEST_CASE("settings compete inside of a value of the divergence, seeds of a setting together", "[unit]") {
  const std::vector<Cell> cells{cell("k1", "seed = 0\n[divergence]\nname = \"kl\"\n[train]\nbatch = 1"),
                                cell("k2", "seed = 1\n[divergence]\nname = \"kl\"\n[train]\nbatch = 1"),
                                cell("k3", "seed = 0\n[divergence]\nname = \"kl\"\n[train]\nbatch = 2"),
                                cell("j1", "seed = 0\n[divergence]\nname = \"js\"\n[train]\nbatch = 1")};
  Search search;
  search.spare = {"train.batch=2"};
  const auto races = races_of(search, cells);
  REQUIRE(races.size() == 2);
  CHECK(races[0].name.starts_with("kl-"));
  CHECK(races[0].within == std::vector<std::pair<std::string, std::string>>{{"divergence.name", "\"kl\""}});
  REQUIRE(races[0].competitors.size() == 2);
  CHECK(races[0].competitors[0].cells == std::vector<std::size_t>{0, 1});
  CHECK_FALSE(races[0].competitors[0].spare);
  CHECK(races[0].competitors[1].spare);
  search.within = std::vector<std::string>{};
  search.cells_compete = true;
  REQUIRE(races_of(search, cells).size() == 1);
  CHECK(races_of(search, cells)[0].competitors.size() == 4);
  search.spare = {"train.bach=2"};
  CHECK(refusal([&] { races_of(search, cells); }).first == Exit::usage);
}
