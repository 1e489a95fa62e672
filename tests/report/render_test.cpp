#include <ganzoo/core/error.hpp>
#include <ganzoo/report/table/compare.hpp>
#include <limits>
#include <nlohmann/json.hpp>

#include "support/catch.hpp"

using namespace ganzoo;
using report::render;

namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

report::Comparison two_groups() {
  report::Comparison c;
  c.by = {"divergence"};
  c.metrics = {"modes.covered", "emd.value"};
  c.units = {"1", "nats"};
  c.better = {"higher", "lower"};
  report::Group kl{.key = {{"divergence", "reverse_kl|%"}},
                   .runs = 5,
                   .diverged = 1,
                   .unfinished = 0,
                   .failed = 0,
                   .values = {{5, 7.123456789012345, 6.5, 7.75}, {4, 0.1, undefined, undefined}},
                   .differences = {}};
  report::Group js{.key = {{"divergence", "js, \"x\""}},
                   .runs = 5,
                   .diverged = 0,
                   .unfinished = 0,
                   .failed = 0,
                   .values = {{5, 8, 8, 8}, {0, undefined, undefined, undefined}},
                   .differences = {{5, 0.876543, 0.25, 1.5, 0.0123, 0.0246},
                                   {0, undefined, undefined, undefined, undefined, undefined}}};
  c.groups = {kl, js};
  return c;
}

}  // namespace

TEST_CASE("the table is aligned and rounds to what the interval bears", "[unit]") {
  // clang-format off
  const std::string expected =
      "divergence    runs  diverged    modes.covered ↑             Δ modes.covered  emd.value ↓ (nats)  Δ emd.value\n"
      "────────────  ────  ────────  ─────────────────  ──────────────────────────  ──────────────────  ───────────\n"
      "reverse_kl|%     5         1  7.12 [6.50, 7.75]                                       0.1 (n=4)\n"
      "js, \"x\"          5         0           8 [8, 8]  +0.88 [0.25, 1.50] p=0.025                   -            -\n";
  // clang-format on
  CHECK(render(two_groups(), "table") == expected);
}

TEST_CASE("a table too wide is broken, each part with the keys", "[unit]") {
  const std::string text = render(two_groups(), "table", 70);
  std::size_t parts = 0;
  for (std::size_t at = 0; (at = text.find("divergence    runs", at)) != text.npos; ++at) ++parts;
  CHECK(parts >= 2);
}

TEST_CASE("markdown and LaTeX escape what they would read as their own", "[unit]") {
  const std::string markdown = render(two_groups(), "markdown");
  CHECK(markdown.find("| reverse_kl\\|% | 5 | 1 | 7.12 [6.50, 7.75] |") != std::string::npos);
  CHECK(markdown.find("|---|---:|---:|") != std::string::npos);
  const std::string latex = render(two_groups(), "latex");
  CHECK(latex.find("reverse\\_kl|\\% & 5 & 1 & 7.12 [6.50, 7.75]") != std::string::npos);
  CHECK(latex.find("modes.covered $\\uparrow$") != std::string::npos);
  CHECK(latex.find("\\begin{tabular}{lrrrrrr}") != std::string::npos);
}

TEST_CASE("csv and JSON carry every number whole, undefined ones as nothing", "[unit]") {
  const std::string csv = render(two_groups(), "csv");
  CHECK(csv.find(
            "modes.covered.n,modes.covered.mean,modes.covered.low,modes.covered.high,modes.covered.difference.pairs") !=
        std::string::npos);
  CHECK(csv.find("\nreverse_kl|%,5,1,0,0,5,7.1234567890123452,6.5,7.75,,,,,,,4,0.10000000000000001,,,,,,,,\n") !=
        std::string::npos);
  CHECK(csv.find("\n\"js, \"\"x\"\"\",5,0,0,0,5,8,8,8,5,0.87654299999999996,0.25,1.5,") != std::string::npos);

  const auto json = nlohmann::json::parse(render(two_groups(), "json"));
  REQUIRE(json.size() == 2);
  CHECK(json[0]["key"]["divergence"] == "reverse_kl|%");
  CHECK(json[0]["metrics"]["modes.covered"]["mean"].get<double>() == 7.123456789012345);
  CHECK(json[0]["metrics"]["modes.covered"]["difference"].is_null());
  CHECK(json[0]["metrics"]["emd.value"]["low"].is_null());
  CHECK(json[1]["metrics"]["modes.covered"]["difference"]["p_holm"].get<double>() == 0.0246);
  CHECK(json[1]["diverged"] == 0);
}

TEST_CASE("an unknown format is refused with the nearest", "[unit]") {
  try {
    render(two_groups(), "tabel");
    FAIL_CHECK("it was rendered");
  } catch (const Error& error) {
    CHECK(error.code() == Exit::usage);
    CHECK(error.complaints().front().message == "--format is tabel, but must be table, csv, json, markdown or latex");
    CHECK(error.complaints().front().hint == "did you mean table?");
  }
}
