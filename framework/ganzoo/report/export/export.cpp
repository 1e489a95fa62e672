#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/export/export.hpp>

namespace ganzoo::report {

std::vector<Run> chosen_runs(const ExportOptions& options, std::vector<std::string>& notices) {
  return runs_where(options.where, load_runs(options.paths, notices));
}

Run one_run(const ExportOptions& options, std::vector<std::string>& notices) {
  std::vector<Run> runs = chosen_runs(options, notices);
  if (runs.size() != 1)
    throw Error(Exit::usage, fmt::format("--to {} takes one run, but these are {}", options.to, runs.size()),
                "give one run's folder, or choose by --where");
  return std::move(runs.front());
}

Export export_runs(const ExportOptions& options) {
  Export made;
  if (options.to == "npz") {
    made.bytes = npz(log::read(one_run(options, made.notices).file));
    made.runs = 1;
    return made;
  }
  const std::vector<Run> runs = chosen_runs(options, made.notices);
  made.runs = runs.size();
  made.bytes = options.to == "csv" ? long_table(runs) : json_lines(runs);
  return made;
}

}  // namespace ganzoo::report
