#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/table/compare.hpp>
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
    for (const std::string& notice : comparison.notices) fmt::print(stderr, "ganzoo: notice: {}\n", notice);
  fmt::print("{}", report::render(comparison, asked.format, width()));
}

void add(CLI::App& app, int&) {
  auto asked = std::make_shared<Asked>();
  report::CompareOptions& o = asked->options;
  CLI::App* command =
      app.add_subcommand("compare", "one row a group, seeds aggregated: means, 95 % intervals, paired differences");
  command->add_option("path", o.paths, "run files, or folders that hold them")->required();
  command->add_option("--by", o.by, "keys that make the groups; default: what varies between the runs, but the seed")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--metric", o.metrics, "columns of /metrics, or metrics; default: all")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--at", o.at, "last, best (of the first metric), or a place on the axis")->capture_default_str();
  command->add_option("--baseline", o.baseline,
                      "the group, by a key's value, that the others are compared with in pairs");
  command->add_option("--where", o.where, "only runs that match: 'divergence.name == kl and seed < 3'");
  command->add_option("--axis", o.axis, "step, critic_updates, real_seen or wall_time: compare at equal compute; real_seen counts the real batch that "
                      "a relativistic game draws for its generator, too")
      ->capture_default_str();
  command->add_option("--format", asked->format, "table, csv, json, markdown or latex")->capture_default_str();
  command->callback([asked] { compare(*asked); });
}

const Registered verb{{"compare", add}};

}  // namespace
}  // namespace ganzoo::app
