#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/comparison/cross.hpp>
#include <ganzoo/report/published/beside.hpp>
#include <ganzoo/report/published/published.hpp>
#include <ganzoo/report/table/render.hpp>
#include <memory>
#include <string>

#include "command.hpp"
#include "comparison_options.hpp"
#include "notices.hpp"

namespace ganzoo::app::compare_verb {
namespace {

struct Asked {
  report::CompareOptions options;
  std::vector<std::string> cross;
  std::string format = "table";
};

/// The terminal's width; 120 where the table goes elsewhere.
int width() {
  winsize size{};
  return ::isatty(STDOUT_FILENO) == 1 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                                                           : 120;
}

void print_beside(const Asked& asked, const report::Comparison& comparison, const std::vector<report::Run>& runs,
                  const report::Published& published) {
  const report::Sheet sheet = report::printed_sheet(published, comparison, runs);
  if (asked.format == "table") fmt::print("\nin print, {}\n{}", published.source, report::to_text(sheet, width()));
  if (asked.format == "markdown") fmt::print("\nIn print, {}:\n\n{}", published.source, report::to_markdown(sheet));
}

void compare_cross(const Asked& asked) {
  std::vector<std::string> notices;
  const std::vector<report::Run> runs = report::load_runs(asked.options, notices);
  const report::Comparison comparison = report::compare_cross(runs, asked.options, asked.cross);
  const std::shared_ptr<const report::Published> published = report::published_beside(runs, notices);
  print_notices(notices);
  print_notices(comparison.notices);
  fmt::print("{}", report::render(comparison, asked.format, width()));
  if (published) print_beside(asked, comparison, runs, *published);
}

void compare(const Asked& asked) {
  if (!asked.cross.empty()) return compare_cross(asked);
  const report::Comparison comparison = report::compare(asked.options);
  print_notices(comparison.notices);
  fmt::print("{}", report::render(comparison, asked.format, width()));
}

void declare_grouping(Command& verb, report::CompareOptions& o) {
  declare_inner_keys(verb, o);
  verb.option("--write-winners", o.write_winners,
              "a file for what was chosen, and on which seeds: `ganzoo run EXPERIMENT.toml --with` it and other seeds");
  verb.option("--budget", o.budget, "with --tune: what the best of 1, 2, 4, … settings would have come to");
}

void declare_reading(Command& verb, report::CompareOptions& o) {
  declare_axis(verb, o);
  verb.option("--diverged", o.diverged,
              "worst: a diverged run counts as the worst value there is; last: with its last finite value")
      .with_default()
      .like({"worst", "last"});
}

void declare_statistics(Command& verb, report::CompareOptions& o) {
  verb.option("--margin", o.margin, "a difference that does not matter, in the metric's unit: tested too");
  verb.option("--test", o.test,
              "sign-flip: exact, of pairs of one seed; unpaired: a permutation test, for disjoint seeds")
      .with_default()
      .like({"sign-flip", "unpaired"});
  verb.option("--interval", o.interval,
              "auto: Gaffke's of the mean where the metric's range is finite, else order statistics of the median; "
              "student: assumes normal values")
      .with_default()
      .like({"auto", "student"});
  verb.option("--summary", o.summary, "auto, or iqm: the interquartile mean, without an interval")
      .with_default()
      .like({"auto", "iqm"});
}

void declare(Command& verb) {
  auto asked = std::make_shared<Asked>();
  report::CompareOptions& o = asked->options;
  declare_comparison(verb, o);
  declare_grouping(verb, o);
  declare_reading(verb, o);
  declare_statistics(verb, o);
  verb.option(
          "--cross", asked->cross,
          "in place of /metrics, these f-divergences of data and trained generator: exact where both densities "
          "are known on the line, else bounds by critics on samples that they have not seen; with what the paper of "
          "the experiment's [published] table prints, as a table of its own behind it")
      .with_commas()
      .called("DIVERGENCE,…");
  verb.option("--sort", o.sort, "order the groups by a key, or by a metric, the best first");
  verb.option("--top", o.top, "show so many groups");
  verb.option("--format", asked->format, "table, csv, json, markdown or latex")
      .with_default()
      .like({"table", "csv", "json", "markdown", "latex"});
  verb.runs([asked] { compare(*asked); });
}

const Registered verb{"compare",
                      "one row a group, the seed being the unit: intervals without a shape assumed, exact paired tests",
                      declare};

}  // namespace
}  // namespace ganzoo::app::compare_verb
