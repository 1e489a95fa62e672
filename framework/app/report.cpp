/// `ganzoo report`: runs as one page that needs no other file.
#include <fmt/format.h>

#include <filesystem>
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
  std::vector<std::filesystem::path> paths;
  std::filesystem::path out = "report.html";
};

void run(const Options& options) {
  const report::Page page = report::make_page(options.paths);
  write_whole(options.out, page.html);
  if (!settings().quiet)
    for (const std::string& notice : page.notices) fmt::print(stderr, "ganzoo: notice: {}\n", notice);
  std::cout << fmt::format("{}: {} run{}\n", options.out.string(), page.runs, page.runs == 1 ? "" : "s");
}

const Registered verb{
    {"report", [](CLI::App& app, int&) {
       auto options = std::make_shared<Options>();
       CLI::App* report_verb = app.add_subcommand("report", "runs as one self-contained page, readable offline");
       report_verb->add_option("path", options->paths, "run files, or folders that hold them")->required();
       report_verb->add_option("--out", options->out, "the page")->capture_default_str();
       report_verb->callback([options] { run(*options); });
     }}};

}  // namespace
}  // namespace ganzoo::app
