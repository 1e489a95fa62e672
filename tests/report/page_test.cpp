#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <fstream>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/page/page.hpp>
#include <ganzoo/report/page/store.hpp>
#include <ganzoo/report/table/live.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "fabricated.hpp"
#include "support/catch.hpp"

using namespace ganzoo;
using testing::Fabricated;
using testing::save;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++n;
  return n;
}

void save_with_points(const TemporaryFolder& folder, const std::string& cell, const Fabricated& f) {
  log::RunFile run = testing::fabricate(f);
  run.cell = cell;
  run.spec = "title = \"made up\" # <script>\n";
  run.sample_steps = {0, 300};
  run.samples["points"] = {{2, 3, 2}, {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5}};
  run.samples["noise"] = {{3, 1}, {1, 2, 3}};
  run.provenance["host"] = std::string("a&b");
  run.provenance_components.own()["divergence"] = {{"name", std::string("kl")}, {"sha256", std::string("abc123")}};
  std::filesystem::create_directories(folder / cell);
  log::write(folder / (cell + "/run.h5"), run);
}

report::PageOptions all_of(const std::filesystem::path& path) {
  report::PageOptions options;
  options.compared.paths = {path};
  return options;
}

/// A block of the page: the script element of this id.
std::string element(const std::string& html, const std::string& id) {
  const auto at = html.find("id=\"" + id + "\">") + id.size() + 6;
  return html.substr(at, html.find("</script>", at) - at);
}

nlohmann::json meta_of(const report::Page& page) { return nlohmann::json::parse(element(page.html, "meta")); }

}  // namespace

TEST_CASE("A report of thousands of columns and of thousands of rows holds them all", "[unit]") {
  const TemporaryFolder folder;
  log::RunFile run =
      testing::fabricate({.covered = std::vector<double>(20'000, 8), .distance = std::vector<double>(20'000, 1)});
  std::filesystem::create_directories(folder / "long");
  log::write(folder / "long/run.h5", run);
  CHECK(report::make_page(all_of(folder.path)).runs == 1);
  run = testing::fabricate({});
  for (int i = 0; i < 3000; ++i) {
    run.metrics.columns.push_back(run.metrics.columns[2]);
    run.metrics.columns.back().name = fmt::format("wide.x{}", i);
  }
  std::filesystem::create_directories(folder / "wide");
  log::write(folder / "wide/run.h5", run);
  const report::Page page = report::make_page(all_of(folder / "wide"));
  CHECK(page.runs == 1);
  for (const char* column : {"wide.x0", "wide.x2999"}) CHECK(has(page.html, column));
}

TEST_CASE("A report holds all of its runs, without a script too, and needs no other file", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed) {
    save_with_points(folder, fmt::format("kl-{}", seed), {.seed = seed, .covered = {6.0 + seed}, .distance = {1}});
    save_with_points(folder, fmt::format("js-{}", seed),
                     {.divergence = R"({"name":"js","link":"published"})", .seed = seed});
  }
  const report::Page page = report::make_page(all_of(folder.path));
  CHECK(page.runs == 6);
  for (const char* part :
       {"<h1>made up</h1>", "6 runs · 6 finished · 2 groups by divergence · 3 seeds", "<h3>Comparison</h3>",
        "<h3>Metrics</h3>", "<h3>Samples</h3>", "<h3>Runs</h3>", "modes.covered ↑"})
    CHECK(has(page.html, part));
  CHECK(has(page.html, "<td>kl</td><td class=\"number\">7</td><td>[2, 7.9]</td><td>6 7 8</td>"));
  CHECK(count(page.html, "class=\"dots s") == 2);  // the first run of each group
  CHECK(has(page.html, "a&amp;b"));
  for (const char* outside : {"src=\"http", "src=\"/", "<link", "@import", "url(", " style=\"", " onclick="})
    CHECK_FALSE(has(page.html.substr(0, page.html.find("<script>")), outside));
  const nlohmann::json meta = meta_of(page);
  CHECK(meta["schema"] == "ganzoo.page");
  REQUIRE(meta["experiments"].size() == 1);
  const nlohmann::json& experiment = meta["experiments"][0];
  CHECK(experiment["runs"].size() == 6);
  CHECK(experiment["compare"]["schema"] == "ganzoo.compare");
  CHECK(experiment["components"][0] == nlohmann::json({"divergence", "kl", "", "abc123"}));
  CHECK(experiment["keys"][0]["name"] == "divergence");
  CHECK(experiment["metrics"][0]["upper"] == 8.0);
}

TEST_CASE("A report of too many runs folds them to groups and says so, and --where unfolds", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 4; ++seed) {
    Fabricated f{.seed = seed, .objective = {1, 2, 3}};
    if (seed == 3) f.divergence = R"({"name":"js"})";
    save_with_points(folder, "c" + std::to_string(seed), f);
  }
  report::PageOptions options = all_of(folder.path);
  const report::Page whole = make_page(options);
  CHECK(element(whole.html, "samples").size() > 10);
  CHECK(meta_of(whole)["experiments"][0]["train"].size() == 1);

  options.most_whole = 3;
  const report::Page folded = make_page(options);
  const std::string words = "4 runs are more than 3: the metrics of their groups, without training curves and samples";
  CHECK(folded.notices.back().starts_with(words));
  CHECK(has(meta_of(folded)["thinned"][0].get<std::string>(), words));
  CHECK(folded.runs == 4);
  const nlohmann::json now = meta_of(folded)["experiments"][0], before = meta_of(whole)["experiments"][0];
  CHECK(now["train"].empty());
  for (const char* same : {"compare", "markdown", "metrics", "keys", "runs"}) CHECK(now[same] == before[same]);
  CHECK(element(folded.html, "samples").size() < 10);

  options.compared.where = "seed < 3";
  const report::Page chosen = make_page(options);
  CHECK(chosen.runs == 3);
  CHECK(meta_of(chosen)["experiments"][0]["train"].size() == 1);
  CHECK(meta_of(chosen)["thinned"].empty());
}

TEST_CASE("A text of a run file ends no element of the page and starts none", "[unit]") {
  const TemporaryFolder folder;
  log::RunFile run = testing::fabricate({});
  run.title = "</script><img src=x onerror=alert(1)>";
  run.cell = "</title><b>";
  std::filesystem::create_directories(folder / "a");
  log::write(folder / "a/run.h5", run);
  const report::Page page = report::make_page(all_of(folder.path));
  CHECK(count(page.html, "</script>") == 4);
  CHECK(count(page.html, "<script") == 4);
  CHECK_FALSE(has(page.html, "<img"));
  CHECK_FALSE(has(page.html, "<b>"));
  CHECK(meta_of(page)["experiments"][0]["title"] == run.title);
}

TEST_CASE("A report has one experiment for each title", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {});
  log::RunFile other = testing::fabricate({.seed = 1});
  other.title = "another <b>";
  std::filesystem::create_directories(folder / "b");
  log::write(folder / "b/run.h5", other);
  const report::Page page = report::make_page(all_of(folder.path));
  CHECK(has(page.html, "<h2>made up</h2>"));
  CHECK(has(page.html, "<h2>another &lt;b&gt;</h2>"));
  CHECK(meta_of(page)["experiments"].size() == 2);
}

TEST_CASE("A report shows the runs, groups and metrics that it is asked for, and compares them with the baseline",
          "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed) {
    save(folder, fmt::format("kl-{}", seed), {.seed = seed, .covered = {6.0 + seed}, .distance = {1}});
    for (const char* other : {"js", "pearson"})
      save(folder, fmt::format("{}-{}", other, seed),
           {.divergence = fmt::format(R"({{"name":"{}","link":"published"}})", other), .seed = seed});
  }
  report::PageOptions asked = all_of(folder.path);
  asked.compared.by = {"divergence.name"};
  asked.compared.metrics = {"modes"};
  asked.compared.baseline = "kl";
  asked.compared.where = "divergence.name != pearson";
  const report::Page page = report::make_page(asked);
  CHECK(page.runs == 6);
  CHECK(has(page.html, "<td>js</td>"));
  CHECK(has(page.html, "against kl"));
  CHECK_FALSE(has(element(page.html, "meta"), "\"pearson"));
  CHECK(has(report::make_page(all_of(folder.path)).html, "distance.value"));
  CHECK_FALSE(has(page.html, "distance.value"));
  asked.compared.metrics = {"nonsense"};
  CHECK_THROWS_AS(report::make_page(asked), Error);
  asked = all_of(folder.path);
  asked.compared.where = "seed > 7";
  CHECK_THROWS_AS(report::make_page(asked), Error);
}

TEST_CASE("A thinned column keeps each bucket's extremes, its ends, and where numbers stop being finite", "[unit]") {
  std::vector<double> values(1000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::sin(0.05 * static_cast<double>(i));
  values[517] = 1e9;  // one row
  values[3] = -40;
  values[700] = values[701] = std::nan("");
  values[900] = std::numeric_limits<double>::infinity();
  const std::vector<std::size_t> kept = report::kept_rows(values, 64);
  CHECK(kept.size() < 80);
  for (const std::size_t row : {0U, 3U, 517U, 699U, 700U, 702U, 899U, 900U, 901U, 999U})
    CHECK(std::ranges::find(kept, row) != kept.end());
  CHECK(std::ranges::is_sorted(kept));
}

TEST_CASE("A page fits its size where thinning can do that, and says what was done", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed) {
    std::vector<double> noise;
    for (int i = 0; i < 4000; ++i) noise.push_back(std::sin(12.9898 * i * (seed + 1)) * 43758.5453);
    save(folder, fmt::format("kl-{}", seed),
         {.seed = seed,
          .covered = std::vector<double>(4000, 1),
          .distance = std::vector<double>(4000, 1),
          .objective = noise});
  }
  report::PageOptions options = all_of(folder.path);
  options.size = -1;
  const report::Page whole = report::make_page(options);
  CHECK(meta_of(whole)["thinned"].empty());
  options.size = static_cast<std::int64_t>(whole.html.size()) - 40'000;
  const report::Page smaller = report::make_page(options);
  CHECK(smaller.html.size() <= static_cast<std::size_t>(options.size));
  CHECK(has(meta_of(smaller)["thinned"][0].get<std::string>(), "of 4000 rows, extremes kept"));
}

TEST_CASE("A report of nothing, or of a folder that is not there, is an error", "[unit]") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(report::make_page(all_of(folder.path)), Error);
  CHECK_THROWS_AS(report::make_page(all_of(folder / "none")), Error);
}

TEST_CASE("watch shows where each cell stands, those at work first, and counts what does not fit", "[unit]") {
  const TemporaryFolder folder;
  const std::string steps = R"(,"steps":600)";
  save(folder, "a-done", {.more = steps});
  save(folder, "b-going", {.more = steps, .status = log::Status::running});
  std::filesystem::create_directories(folder / "c-new");
  std::ofstream(folder / "c-new/worker.log") << "";
  report::Live live(folder.path);
  CHECK_FALSE(live.at_work());
  const auto cells = live.look();
  REQUIRE(cells.size() == 3);
  CHECK(cells[1].name == "b-going");
  CHECK(cells[1].status == "running");
  CHECK(cells[1].step == 300);
  CHECK(cells[1].steps == 600);
  CHECK(cells[2].status == "starting");
  const std::string text = report::live_text(cells, 0, 100);
  CHECK(text.find("b-going") < text.find("c-new"));
  CHECK(text.find("c-new") < text.find("a-done"));
  CHECK(has(text, "████████········  300/600"));
  CHECK(has(text, "modes.covered"));
  CHECK(has(text, "1 finished, 1 running, 1 starting"));
  const std::string small = report::live_text(cells, 60, 6);
  CHECK(has(small, "… and 1 more: "));
  CHECK_FALSE(has(small, "a-done"));
  CHECK_FALSE(has(small, "modes.covered"));
  CHECK(report::live_text({}, 80, 24) == "no cell has started yet\n");
}

TEST_CASE("watch shows the last ten changes, the latest first, or every cell", "[unit]") {
  std::vector<report::LiveCell> cells;
  for (int i = 0; i < 30; ++i) {
    report::LiveCell& cell = cells.emplace_back();
    cell.name = fmt::format("cell-{:02}", i);
    cell.status = i == 7 ? "running" : "finished";
    cell.changed = 100 + i % 25;  // 24 is the last one, 25 to 29 came with 0 to 4
  }
  const std::string text = report::live_text(cells, 0, 1000);
  CHECK(text.find("cell-07") < text.find("cell-24"));
  CHECK(text.find("cell-24") < text.find("cell-15"));
  CHECK(has(text, "cell-15"));
  for (const char* other : {"cell-14", "cell-00", "cell-29"}) CHECK_FALSE(has(text, other));
  CHECK(has(text, "… and 19 more: 29 finished, 1 running"));
  const std::string all = report::live_text(cells, 0, 1000, true);
  for (const report::LiveCell& cell : cells) CHECK(has(all, cell.name));
}

TEST_CASE("watch follows a file that is written anew, and knows whether a process is at work", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.covered = {1}, .distance = {1}, .status = log::Status::running});
  report::Live live(folder.path);
  CHECK(live.look().front().step == 100);
  save(folder, "a", {});
  std::filesystem::last_write_time(folder / "a/run.h5",
                                   std::filesystem::file_time_type::clock::now() + std::chrono::seconds(2));
  CHECK(live.look().front().step == 300);
  CHECK(live.look().front().status == "finished");
  for (const char* name : {".lock", ".lock-1-of-2"}) {
    const int lock = ::open((folder / name).c_str(), O_RDWR | O_CREAT, 0666);
    CHECK_FALSE(live.at_work());
    REQUIRE(flock(lock, LOCK_EX) == 0);
    CHECK(live.at_work());
    ::close(lock);
    CHECK_FALSE(live.at_work());
  }
  std::ofstream(folder / "a/run.h5") << "damaged";
  CHECK_FALSE(live.look().front().status == "finished");
  CHECK_THROWS_AS(report::Live(folder / "none"), Error);
}
