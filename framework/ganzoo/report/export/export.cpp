#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/report/comparison/compare.hpp>
#include <ganzoo/report/export/export.hpp>

namespace ganzoo::report {

Export export_runs(const ExportOptions& options) {
  Export made;
  const std::vector<Run> runs = runs_where(options.where, load_runs(options.paths, made.notices));
  made.runs = runs.size();
  if (options.to == "npz" && runs.size() != 1)
    throw Error(Exit::usage, fmt::format("--to npz takes one run, but these are {}", runs.size()),
                "give one run's folder, or choose by --where");
  made.bytes = options.to == "csv"     ? long_table(runs)
               : options.to == "jsonl" ? json_lines(runs)
                                       : npz(log::read(runs.front().file));
  return made;
}

}  // namespace ganzoo::report
