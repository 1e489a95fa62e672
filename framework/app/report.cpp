/// `ganzoo report`: runs as one page that needs no other file.
#include <fmt/format.h>

#include <filesystem>
#include <ganzoo/core/text.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/report/page/page.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "verb.hpp"

namespace ganzoo::app {
namespace {

struct Options {
  report::CompareOptions compared;
  std::filesystem::path out = "report.html";
};

void run(const Options& options) {
  const report::Page page = report::make_page(options.compared);
  write_whole(options.out, page.html);
  if (!settings().quiet)
    for (const std::string& notice : page.notices) fmt::print(stderr, "ganzoo: notice: {}\n", on_one_line(notice));
  std::cout << fmt::format("{}: {} run{}\n", options.out.string(), page.runs, page.runs == 1 ? "" : "s");
}

const Registered verb{
    {"report", [](CLI::App& app, int&) {
       auto options = std::make_shared<Options>();
       CLI::App* report_verb = app.add_subcommand("report", "runs as one self-contained page, readable offline");
       report_verb->add_option("path", options->compared.paths, "run files, or folders that hold them")->required();
       report::CompareOptions& o = options->compared;
       const auto add_list = [&](const char* name, std::vector<std::string>& values, const char* meaning) {
         report_verb->add_option(name, values, meaning)->delimiter(',')->allow_extra_args(false);
       };
       add_list("--by", o.by, "keys that make the groups; default: what varies between the runs, but the seed");
       add_list("--metric", o.metrics, "columns of /metrics, or metrics; the first is primary; default: all");
       report_verb->add_option("--where", o.where, "only runs that match: 'divergence.name == kl and seed < 3'");
       report_verb->add_option("--baseline", o.baseline, "the group that the others are compared with, seed by seed");
       report_verb->add_option("--at", o.at, "last, best, own-best or a step, as compare has them")->capture_default_str();
       report_verb->add_option("--out", options->out, "the page")->capture_default_str();
       report_verb->callback([options] { run(*options); });
     }}};

}  // namespace
}  // namespace ganzoo::app
