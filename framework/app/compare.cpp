#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <ganzoo/core/text.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/table/render.hpp>
#include <memory>
#include <string>

#include "verb.hpp"

namespace ganzoo::app {
namespace {

struct Asked {
  report::CompareOptions options;
  std::string format = "table";
};

/// The terminal's width; 120 where the table goes elsewhere.
int width() {
  winsize size{};
  return ::isatty(STDOUT_FILENO) == 1 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                                                           : 120;
}

void compare(const Asked& asked) {
  const report::Comparison comparison = report::compare(asked.options);
  if (!settings().quiet)
    for (const std::string& notice : comparison.notices) fmt::print(stderr, "ganzoo: notice: {}\n", on_one_line(notice));
  fmt::print("{}", report::render(comparison, asked.format, width()));
}

/// A list that may be given with commas or by repeating the option.
CLI::Option* add_list(CLI::App* command, const char* name, auto& values, const char* meaning) {
  return command->add_option(name, values, meaning)->delimiter(',')->allow_extra_args(false);
}

void add_grouping(CLI::App* command, report::CompareOptions& o) {
  add_list(command, "--by", o.by, "keys that make the groups; default: what varies between the runs, but the seed");
  add_list(command, "--over", o.over, "keys that vary inside a group: averaged within each seed");
  add_list(command, "--tune", o.tune,
           "keys whose best values are chosen for each group by the first metric, on other seeds than are reported");
  add_list(command, "--select-seeds", o.select_seeds, "the seeds that choose; default: the first half of all");
  command->add_option("--write-winners", o.write_winners, "a file for what was chosen, as a [[grid.zip]]");
  command->add_flag("--budget", o.budget, "with --tune: what the best of 1, 2, 4, … settings would have come to");
  command->add_option("--where", o.where, "only runs that match: 'divergence.name == kl and seed < 3'");
}

void add_reading(CLI::App* command, report::CompareOptions& o) {
  add_list(command, "--metric", o.metrics, "columns of /metrics, or metrics; the first is primary; default: all");
  command
      ->add_option("--at", o.at,
                   "last; best: the step best for the other seeds by the first metric; own-best: each run's own, which "
                   "flatters; or a place on the axis")
      ->capture_default_str();
  command->add_option("--axis", o.axis, "step, critic_updates, real_seen or wall_time: compare at equal compute; real_seen counts the real batch that a "
                                         "relativistic game draws for its generator, too")
      ->capture_default_str();
  command
      ->add_option("--diverged", o.diverged,
                   "worst: a diverged run counts as the worst value there is; last: with its last finite value")
      ->capture_default_str();
}

void add_statistics(CLI::App* command, report::CompareOptions& o) {
  command->add_option("--baseline", o.baseline,
                      "the group, by a key's value, that the others are compared with seed by seed");
  command->add_option("--margin", o.margin, "a difference that does not matter, in the metric's unit: tested too");
  command
      ->add_option("--test", o.test,
                   "sign-flip: exact, of pairs of one seed; unpaired: a permutation test, for disjoint seeds")
      ->capture_default_str();
  command
      ->add_option("--interval", o.interval,
                   "auto: Gaffke's of the mean where the metric's range is finite, else order statistics of the median; "
                   "student: assumes normal values")
      ->capture_default_str();
  command->add_option("--summary", o.summary, "auto, or iqm: the interquartile mean, without an interval")
      ->capture_default_str();
}

void add(CLI::App& app, int&) {
  auto asked = std::make_shared<Asked>();
  report::CompareOptions& o = asked->options;
  CLI::App* command = app.add_subcommand(
      "compare", "one row a group, the seed being the unit: intervals without a shape assumed, exact paired tests");
  command->add_option("path", o.paths, "run files, or folders that hold them")->required();
  add_grouping(command, o);
  add_reading(command, o);
  add_statistics(command, o);
  command->add_option("--sort", o.sort, "order the groups by a key, or by a metric, the best first");
  command->add_option("--top", o.top, "show so many groups");
  command->add_option("--format", asked->format, "table, csv, json, markdown or latex")->capture_default_str();
  command->callback([asked] { compare(*asked); });
}

const Registered verb{{"compare", add}};

}  // namespace
}  // namespace ganzoo::app
