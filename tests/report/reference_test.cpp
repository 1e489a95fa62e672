/// Whole comparisons of run files against tests/reference/statistics.json: identity, statuses, averaging, tuning.
#include <cmath>
#include <fstream>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "log/sample_run.hpp"
#include "reference.hpp"
#include "support/catch.hpp"

using namespace ganzoo;
using namespace reference;

namespace {

struct Made {
  std::string method = "kl", setting = "0", title = "t", status = "finished";
  std::int64_t seed = 0;
  double value = 0;
  std::optional<double> selection{};
};

log::Status status_of(const std::string& name) {
  for (const auto status : {log::Status::running, log::Status::finished, log::Status::diverged, log::Status::failed,
                            log::Status::interrupted})
    if (name_of(status) == name) return status;
  throw std::out_of_range(name);
}

/// One evaluation of score.value, whose range and direction the case gives.
void save(const TemporaryFolder& folder, const std::string& cell, const Made& made, const json& in) {
  log::RunFile run;
  run.title = made.title;
  run.seed = made.seed;
  run.status = status_of(made.status);
  run.step = 100;
  run.spec_json = fmt::format(
      R"({{"title":"{}","seed":{},"data":{{"name":"ring"}},"divergence":{{"name":"{}"}},"optimizer":{{"generator":{{"rate":{}}}}},"metrics":{{"names":[{{"name":"score"}}]}}}})",
      made.title, made.seed, made.method, made.setting);
  const std::vector<std::int64_t> steps{100};
  run.train.columns = {{"step", "updates", "", steps, {}}};
  log::Attributes declared{{"better", in.value("better", std::string("higher"))}};
  for (const char* bound : {"lower", "upper"})
    if (in.contains(bound) && std::isfinite(number(in[bound]))) declared[bound] = number(in[bound]);
  run.metrics.columns = {{"step", "updates", "", steps, {}},
                         {"score.value", "1", "", std::vector<double>{made.value}, declared}};
  if (made.selection)
    run.metrics.columns.push_back({"score.value.validation", "1", "", std::vector<double>{*made.selection}, declared});
  std::filesystem::create_directories(folder / cell);
  log::write(folder / (cell + "/run.h5"), run);
}

std::string setting_text(const json& setting) {
  return setting.is_object() ? setting.begin().value().dump() : setting.dump();
}

void save_all(const TemporaryFolder& folder, const json& in) {
  int n = 0;
  for (const json& run : in["runs"]) {
    Made made;
    made.method = run.value("method", std::string("kl"));
    if (run.contains("setting")) made.setting = setting_text(run["setting"]);
    made.seed = run["seed"];
    made.status = run["status"];
    made.value = number(run["value"]);
    if (run.contains("selection")) made.selection = number(run["selection"]);
    save(folder, fmt::format("run-{:03}", n++), made, in);
  }
}

report::CompareOptions options(const TemporaryFolder& folder) {
  report::CompareOptions o;
  o.paths = {folder.path};
  o.by = {"divergence.name"};
  return o;
}

}  // namespace

TEST_CASE("seeds are averaged over settings first, as the reference does", "[unit]") {
  for_each_case("over", [](const json& in, const json& expected) {
    const TemporaryFolder folder;
    save_all(folder, in);
    report::CompareOptions o = options(folder);
    CHECK_THROWS_AS(report::compare(o), Error);
    o.over = {"optimizer.generator.rate"};
    const report::Comparison c = report::compare(o);
    REQUIRE(c.groups.size() == 1);
    const report::Summary& value = c.groups[0].values[0];
    CHECK(c.groups[0].settings == expected["settings"]);
    CHECK(value.seeds == expected["seeds"].get<std::vector<std::int64_t>>());
    CHECK(agrees(value.runs, expected["seed_means"]));
    CHECK(value.interval.n == expected["n"]);
    CHECK(agrees(value.interval.center, expected["mean"]));
    CHECK(agrees(value.interval.low, expected["low"]));
    CHECK(agrees(value.interval.high, expected["high"]));
  });
}

TEST_CASE("every status counts as the reference says", "[unit]") {
  for_each_case("statuses", [](const json& in, const json& expected) {
    const TemporaryFolder folder;
    save_all(folder, in);
    const report::Comparison c = report::compare(options(folder));
    const report::Group& group = c.groups.at(0);
    const report::Summary& value = group.values[0];
    CHECK(agrees(value.runs, expected["values"]));
    CHECK(group.missing_seeds == expected["missing_seeds"].get<std::vector<std::int64_t>>());
    CHECK(value.interval.n == expected["n"]);
    CHECK(agrees(value.interval.low, expected["low"]));
    CHECK(agrees(value.interval.high, expected["high"]));
    CHECK(agrees(value.mean, expected["mean"]));
    if (expected.contains("median")) CHECK(agrees(value.median, expected["median"]));
    if (expected.contains("level")) CHECK(agrees(value.interval.level, expected["level"]));
    const auto undefined_runs = std::ranges::count_if(
        c.notices, [](const std::string& n) { return n.find("is undefined: counts as worst") != n.npos; });
    CHECK(undefined_runs == static_cast<std::ptrdiff_t>(expected.value("undefined_seeds", json::array()).size()));
  });
}

TEST_CASE("files are told to be one run or two as the reference does", "[unit]") {
  for_each_case("identity", [](const json& in, const json& expected) {
    const TemporaryFolder folder;
    std::map<std::string, int> settings;
    for (std::size_t i = 0; i < in["files"].size(); ++i) {
      const json& file = in["files"][i];
      Made made;
      made.title = file["title"];
      made.setting = std::to_string(settings.try_emplace(file["spec_sha256"], settings.size()).first->second);
      made.seed = file["seed"];
      made.status = file["status"];
      made.value = std::stod(file["metrics_sha256"].get<std::string>());
      save(folder, fmt::format("{}-{}", file["title"].get<std::string>(), i), made, in);
    }
    report::CompareOptions o = options(folder);
    o.by.clear();
    if (expected["exit"] != 0) {
      try {
        report::compare(o);
        FAIL_CHECK("it was compared");
      } catch (const Error& error) {
        CHECK(static_cast<int>(error.code()) == expected["exit"]);
      }
      return;
    }
    const report::Comparison c = report::compare(o);
    std::int64_t cells = 0, copies = 0;
    for (const report::Group& group : c.groups) {
      cells += group.runs;
      copies += group.copies;
    }
    CHECK(cells == expected["cells"]);
    CHECK(copies == expected["duplicates"]);
    if (expected.contains("kept")) CHECK(c.groups.at(0).values[0].runs == std::vector<double>{11});
  });
}

TEST_CASE("settings are chosen, reported, tested and budgeted as the reference does", "[unit]") {
  for_each_case("tune", [](const json& in, const json& expected) {
    const TemporaryFolder folder;
    save_all(folder, in);
    report::CompareOptions o = options(folder);
    o.tune = {"optimizer.generator.rate"};
    o.baseline = in["baseline"];
    o.budget = true;
    const report::Comparison c = report::compare(o);
    std::vector<double> corrected;
    for (const json& method : expected["methods"]) {
      const auto group = std::ranges::find_if(
          c.groups, [&](const report::Group& g) { return g.key[0].second == method["method"].get<std::string>(); });
      REQUIRE(group != c.groups.end());
      const report::Summary& value = group->values[0];
      CHECK(group->tuned->selection_seeds == expected["selection_seeds"].get<std::vector<std::int64_t>>());
      CHECK(value.seeds == expected["report_seeds"].get<std::vector<std::int64_t>>());
      CHECK(agrees(group->tuned->scores, method["selection_scores"]));
      CHECK(group->tuned->setting.at("optimizer.generator.rate") == std::to_string(method["winner"].get<int>()));
      CHECK(agrees(value.runs, method["values"]));
      CHECK(agrees(value.interval.center, method["mean"]));
      CHECK(agrees(value.interval.low, method["low"]));
      CHECK(agrees(value.interval.high, method["high"]));
      CHECK(agrees(group->tuned->optimism, method["optimism"]));
      for (std::size_t i = 0; i < group->budget.size(); ++i) {
        const auto k =
            static_cast<std::size_t>(group->budget[i].k);  // a table prints 1, 2, 4, … of the reference's all
        const json& row = method["budget"][k - 1];
        CHECK(agrees(group->budget[i].median, row["median"]));
        CHECK(agrees(group->budget[i].mean_low, row["mean_low"]));
        CHECK(agrees(group->budget[i].mean_high, row["mean_high"]));
        CHECK(agrees(group->reported_of_best[i], method["reported_of_best"][k - 1]));
      }
      if (!method.contains("difference") || method["difference"].is_null()) continue;
      const report::Difference& d = value.difference.value();
      CHECK(d.p == method["difference"]["p"].get<double>());
      CHECK(agrees(d.mean, method["difference"]["mean"]));
      CHECK(agrees(d.interval.low, method["difference"]["low"]));
      CHECK(agrees(d.interval.high, method["difference"]["high"]));
      CHECK(agrees(d.guaranteed_low, method["difference"]["guaranteed_low"]));
      CHECK(agrees(d.hodges_lehmann, method["difference"]["hodges_lehmann"]));
      CHECK(agrees(d.dz, method["difference"]["effect_dz"]));
      corrected.push_back(d.p_holm);
    }
    CHECK(agrees(corrected, expected["p_holm"]));
  });
}
