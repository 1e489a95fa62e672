#include <ganzoo/core/error.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/table/render.hpp>
#include <ganzoo/report/table/sheet.hpp>
#include <ganzoo/report/table/wording.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "fabricated.hpp"
#include "support/catch.hpp"

using namespace ganzoo;
using report::render;
using testing::save;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// kl 8 8 8, "odd|_%" 0 0 8 and diverged once in the distance, list-valued hidden layers where asked for.
report::Comparison compared(const TemporaryFolder& folder) {
  const std::vector<double> odd{0, 0, 8};
  for (int seed = 0; seed < 3; ++seed) {
    save(folder, fmt::format("kl-{}", seed), {.seed = seed, .covered = {8}, .distance = {0.1 * (seed + 1)}});
    save(folder, fmt::format("odd-{}", seed),
         {.divergence = R"({"name":"odd|_%, \"x\""})",
          .seed = seed,
          .covered = {odd[static_cast<std::size_t>(seed)]},
          .distance = {seed == 1 ? infinity : 1.5}});
  }
  report::CompareOptions o;
  o.paths = {folder.path};
  o.by = {"divergence"};
  o.baseline = "kl";
  o.metrics = {"modes", "distance"};
  return report::compare(o);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("the table says what was done, and each interval's level", "[unit]") {
  const TemporaryFolder folder;
  const std::string text = render(compared(folder), "table");
  CAPTURE(text);
  CHECK(has(text, "step 100 (last) · seeds 0–2 · against kl, paired by seed, exact sign-flip, Holm over 1\n"));
  CHECK(has(text, "modes.covered ↑ of 8 · primary"));
  CHECK(has(text, "distance.value ↓ · exploratory"));
  CHECK(has(text, "[0.067, 7.2]"));
  CHECK(has(text, "0 0 8"));
  CHECK(has(text, "−5.33 [−8, 0]"));
  CHECK(has(text, "0.5 (0.5)"));
  CHECK(has(text, "[1.5, inf]"));
  CHECK(has(text, "75 %"));
}

TEST_CASE("a table too wide is broken between metrics, each part with the keys", "[unit]") {
  const TemporaryFolder folder;
  const std::string text = render(compared(folder), "table", 100);
  CAPTURE(text);
  std::size_t parts = 0;
  for (std::size_t at = 0; (at = text.find("\ndivergence  ", at)) != text.npos; ++at) ++parts;
  CHECK(parts == 2);
}

TEST_CASE("markdown and LaTeX escape what they would read as their own", "[unit]") {
  const TemporaryFolder folder;
  const auto c = compared(folder);
  const std::string markdown = render(c, "markdown");
  CAPTURE(markdown);
  CHECK(has(markdown, "| odd\\|_%, \"x\" | 2.67 | [0.067, 7.2] | 0 0 8 | −5.33 [−8, 0] | 0.5 (0.5) |"));
  CHECK(has(markdown, "| modes.covered ↑ of 8 · primary: mean | 95 % | seeds |"));
  const std::string latex = render(c, "latex");
  CAPTURE(latex);
  CHECK(has(latex, "\\begin{table}\\centering\n\\caption{"));
  CHECK(has(latex, "modes.covered: mean and Gaffke 95 \\% interval; distance.value: median and order statistics."));
  CHECK(has(latex, "odd|\\_\\%, \"x\" & 2.67 & {[}0.067, 7.2] & $-$5.33 & {[}$-$8, 0] & 0.5 (0.5)"));
  CHECK(has(latex, "\\multicolumn{5}{l}{modes.covered $\\uparrow$ of 8 $\\cdot$ primary}"));
}

TEST_CASE("no LaTeX row begins with a bare bracket", "[unit]") {
  const TemporaryFolder folder;
  save(folder, "a", {.more = R"(,"generator":{"name":"mlp","hidden":[8,8]})"});
  save(folder, "b", {.more = R"(,"generator":{"name":"mlp","hidden":[16]})"});
  report::CompareOptions o;
  o.paths = {folder.path};
  const std::string latex = render(report::compare(o), "latex");
  CHECK(has(latex, "  {[}8, 8] &"));
  CHECK_FALSE(has(latex, "\n  ["));
}

TEST_CASE("csv and JSON carry every number whole, infinities as infinities and undefined ones as nothing", "[unit]") {
  const TemporaryFolder folder;
  const auto c = compared(folder);
  const std::string csv = render(c, "csv");
  CAPTURE(csv);
  CHECK(has(csv, "divergence,seeds,runs,diverged,unfinished,failed,ran_away,modes.covered.n,modes.covered.summary"));
  CHECK(has(csv, "\nkl,0 1 2,3,0,0,0,0,3,mean,8,2.33921"));
  CHECK(has(csv, "\n\"odd|_%, \"\"x\"\"\",0 1 2,3,0,0,0,0,3,mean,2.6666666666666665,"));

  const auto json = nlohmann::json::parse(render(c, "json"));
  CHECK(json["schema"] == "ganzoo.compare");
  CHECK(json["version"] == 2);
  CHECK(json["test"]["family"] == 1);
  CHECK(json["metrics"][0]["upper"] == 8);
  CHECK(json["metrics"][1]["upper"] == "inf");
  CHECK(json["metrics"][0]["role"] == "primary");
  REQUIRE(json["groups"].size() == 2);
  const auto& kl = json["groups"][0]["values"]["modes.covered"];
  CHECK(kl["runs"] == std::vector<double>{8, 8, 8});
  CHECK(kl["difference"].is_null());
  const auto& odd = json["groups"][1]["values"];
  CHECK(odd["modes.covered"]["rule"] == "gaffke");
  CHECK(odd["modes.covered"]["difference"]["p"] == 0.5);
  CHECK(odd["modes.covered"]["difference"]["level"] == 0.75);
  CHECK(odd["modes.covered"]["difference"]["hodges_lehmann"] == -6);
  CHECK(std::abs(odd["modes.covered"]["difference"]["guaranteed_high"].get<double>() - 4.286728933110) < 1e-9);
  CHECK(odd["distance.value"]["rule"] == "order statistics");
  CHECK(odd["distance.value"]["high"] == "inf");
  CHECK(odd["distance.value"]["difference"]["statistic"] == "signed ranks");
  CHECK(json["notices"].size() == 1);
}

TEST_CASE("the best group and those not significantly worse stand out, where one is worse", "[unit]") {
  const TemporaryFolder folder;
  for (int seed = 0; seed < 8; ++seed) {
    save(folder, fmt::format("a-{}", seed), {.seed = seed, .covered = {7.0 + seed % 2}, .distance = {1}});
    save(folder, fmt::format("b-{}", seed),
         {.divergence = R"({"name":"b"})", .seed = seed, .covered = {1.0 + seed % 2}, .distance = {1}});
  }
  report::CompareOptions o;
  o.paths = {folder.path};
  o.metrics = {"modes", "distance"};
  const auto c = report::compare(o);
  CHECK(has(render(c, "markdown"), "| **7.5** |"));
  CHECK(has(render(c, "latex"), "\\textbf{7.5}"));
  CHECK_FALSE(c.groups[0].values[1].among_best);  // 1 and 1: nothing is worse
}

TEST_CASE("numbers are short and keep their digits before the point", "[unit]") {
  CHECK(report::short_text(918, 2) == "918");
  CHECK(report::short_text(0.026183, 2) == "0.026");
  CHECK(report::short_text(-5.3333, 3) == "−5.33");
  CHECK(report::short_text(1.2345e9, 3) == "1.23e+09");
  CHECK(report::short_text(8, 2) == "8");
  CHECK(report::short_text(99.96, 3) == "100");
  CHECK(report::short_text(-infinity, 3) == "−inf");
  CHECK(report::level_text(0.9375) == "93.75 %");
}

TEST_CASE("an unknown format is refused with the nearest", "[unit]") {
  try {
    render({}, "tabel");
    FAIL_CHECK("it was rendered");
  } catch (const Error& error) {
    CHECK(error.code() == Exit::usage);
    CHECK(error.complaints().front().message == "--format is tabel, but must be table, csv, json, markdown or latex");
    CHECK(error.complaints().front().hint == "did you mean table?");
  }
}
