#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/page/page.hpp>
#include <ganzoo/report/table/live.hpp>
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
  run.provenance_components["divergence"] = {{"name", std::string("kl")}, {"sha256", std::string("abc123")}};
  std::filesystem::create_directories(folder / cell);
  log::write(folder / (cell + "/run.h5"), run);
}

report::CompareOptions all_of(const std::filesystem::path& path) {
  report::CompareOptions options;
  options.paths = {path};
  return options;
}

}  // namespace

TEST_CASE("A report holds comparison, curves, samples, runs, components and specs, and needs no other file", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed) {
    save_with_points(folder, fmt::format("kl-{}", seed), {.seed = seed, .covered = {6.0 + seed}, .distance = {1}});
    save_with_points(folder, fmt::format("js-{}", seed),
                     {.divergence = R"({"name":"js","link":"published"})", .seed = seed});
  }
  const report::Page page = report::make_page(all_of(folder.path));
  CHECK(page.runs == 6);
  for (const char* part :
       {"<h1>made up</h1>", "6 runs: 6 finished", "<h3>Comparison</h3>", "<h3>Curves</h3>", "<h3>Samples</h3>",
        "<h3>Runs</h3>", "<h3>Components</h3>", "<h3>Resolved specs</h3>", "modes.covered ↑", "abc123"})
    CHECK(has(page.html, part));
  CHECK(has(page.html, "<td>kl</td><td class=\"number\">7</td><td>[2, 7.9]</td><td>6 7 8</td>"));
  CHECK(count(page.html, "<figure>") == 2);  // the first run of each group
  CHECK(count(page.html, "<details>") == 6);
  CHECK(has(page.html, "a&amp;b"));
  CHECK_FALSE(has(page.html, "<script"));
  for (const char* outside : {"http:", "https:", "src=\"/", "<link", "@import", "url("})
    CHECK_FALSE(has(page.html, outside));
  CHECK(count(page.html, "src=") == count(page.html, "src=\"data:image/png;base64,iVBORw0KGgo"));
}

TEST_CASE("A report has one section for each experiment", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {});
  log::RunFile other = testing::fabricate({.seed = 1});
  other.title = "another <b>";
  std::filesystem::create_directories(folder / "b");
  log::write(folder / "b/run.h5", other);
  const report::Page page = report::make_page(all_of(folder.path));
  CHECK(has(page.html, "<h2>made up</h2>"));
  CHECK(has(page.html, "<h2>another &lt;b&gt;</h2>"));
}

TEST_CASE("A report shows the runs, groups and metrics that it is asked for, and compares them with the baseline", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 3; ++seed) {
    save(folder, fmt::format("kl-{}", seed), {.seed = seed, .covered = {6.0 + seed}, .distance = {1}});
    for (const char* other : {"js", "pearson"})
      save(folder, fmt::format("{}-{}", other, seed),
           {.divergence = fmt::format(R"({{"name":"{}","link":"published"}})", other), .seed = seed});
  }
  report::CompareOptions asked = all_of(folder.path);
  asked.by = {"divergence.name"};
  asked.metrics = {"modes"};
  asked.baseline = "kl";
  asked.where = "divergence.name != pearson";
  const report::Page page = report::make_page(asked);
  CHECK(page.runs == 6);
  CHECK(has(page.html, "<td>js</td>"));
  CHECK(has(page.html, "against kl"));
  CHECK_FALSE(has(page.html, "pearson"));
  CHECK(has(report::make_page(all_of(folder.path)).html, "distance.value"));
  CHECK_FALSE(has(page.html, "distance.value"));
  asked.metrics = {"nonsense"};
  CHECK_THROWS_AS(report::make_page(asked), Error);
  asked = all_of(folder.path);
  asked.where = "seed > 7";
  CHECK_THROWS_AS(report::make_page(asked), Error);
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
