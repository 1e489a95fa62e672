/// `ganzoo clean`: away with cells that came to nothing.
#include <fmt/format.h>

#include <filesystem>
#include <ganzoo/core/text.hpp>
#include <ganzoo/experiment/run/clean.hpp>
#include <ganzoo/os/terminal.hpp>
#include <iostream>
#include <memory>

#include "command.hpp"

namespace ganzoo::app::clean_verb {
namespace {

struct Options {
  std::filesystem::path path;
  experiment::Unwanted unwanted;
  bool yes = false;
};

std::string cells(std::size_t count) { return fmt::format("{} cell{}", count, count == 1 ? "" : "s"); }

void clean(Options options) {
  experiment::Unwanted& unwanted = options.unwanted;
  if (!unwanted.failed && !unwanted.diverged && !unwanted.interrupted) unwanted = {true, true, true};
  experiment::Cleaning cleaning(options.path);
  const auto all = cleaning.find(unwanted);
  for (const std::string& failure : cleaning.unreadable())
    os::print_line(stderr, fmt::format("notice: {}; it is left alone", failure));
  double megabytes = 0;
  for (const experiment::Remains& one : all) {
    megabytes += static_cast<double>(one.bytes) / 1e6;
    std::cout << on_one_line(fmt::format("{}: {}", one.folder.string(), one.text)) << '\n';
  }
  if (!options.yes || all.empty()) {
    std::cout << fmt::format("{}, {:.1f} MB{}\n", cells(all.size()), megabytes,
                             all.empty() ? "" : ": nothing is removed without --yes");
    return;
  }
  for (const experiment::Remains& one : all)
    if (!experiment::Cleaning::remove(one))
      os::print_line(stderr, fmt::format("notice: {} is kept: it holds other files, too", one.folder.string()));
  std::cout << fmt::format("{}, {:.1f} MB removed\n", cells(all.size()), megabytes);
}

void declare(Command& verb) {
  auto options = std::make_shared<Options>();
  verb.option("path", options->path, "a run's folder, or a cell's").required().folder();
  verb.option("--failed", options->unwanted.failed, "cells that failed");
  verb.option("--diverged", options->unwanted.diverged, "cells that diverged");
  verb.option("--interrupted", options->unwanted.interrupted, "cells that were interrupted or killed");
  verb.option("--yes", options->yes, "remove them");
  verb.notes =
      "Of --failed, --diverged and --interrupted none means all three. A cell that finished, or whose\n"
      "run.h5 cannot be read, is never touched, nor is any file that ganzoo has not written.";
  verb.runs([options] { clean(*options); });
}

const Registered verb{"clean", "list cells that came to nothing; with --yes, remove them", declare};

}  // namespace
}  // namespace ganzoo::app::clean_verb
