/// `ganzoo export`: results for other programs.
#include <fmt/format.h>

#include <filesystem>
#include <ganzoo/core/text.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/report/export/export.hpp>
#include <iostream>
#include <memory>

#include "command.hpp"
#include "notices.hpp"

namespace ganzoo::app {
namespace {

struct Options {
  report::ExportOptions asked;
  std::filesystem::path out;
};

void write(const Options& options) {
  const report::Export made = report::export_runs(options.asked);
  print_notices(made.notices);
  os::write_whole(options.out, made.bytes);
  std::cout << fmt::format("{}: {} run{}\n", options.out.string(), made.runs, made.runs == 1 ? "" : "s");
}

void declare(Command& verb) {
  auto options = std::make_shared<Options>();
  verb.option("path", options->asked.paths, "run files, or folders that hold them").required();
  verb.option("--to", options->asked.to,
              "csv: one long table; jsonl: an object for each run and step; npz: one run's weights and samples")
      .one_of({"csv", "jsonl", "npz"})
      .required();
  verb.option("--where", options->asked.where, "only runs that match: 'divergence.name == kl and seed < 3'");
  verb.option("--out", options->out, "the file").required();
  verb.notes =
      "csv for pandas and R: cell, seed, status, the keys that vary, table, column, step, value.\n"
      "npz for NumPy: weights/generator/dense_0/weight, samples/points, …";
  verb.runs([options] { write(*options); });
}

const Registered verb{"export", "results for other programs: a table, lines of JSON, arrays", declare};

}  // namespace
}  // namespace ganzoo::app
