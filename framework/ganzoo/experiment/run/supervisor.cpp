#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/config/path.hpp>
#include <ganzoo/experiment/ask/rehearsal.hpp>
#include <ganzoo/experiment/grid/listing.hpp>
#include <ganzoo/experiment/run/agenda.hpp>
#include <ganzoo/experiment/run/cores.hpp>
#include <ganzoo/experiment/run/fleet.hpp>
#include <ganzoo/experiment/run/ledger.hpp>
#include <ganzoo/experiment/run/preparation.hpp>
#include <ganzoo/experiment/run/processes.hpp>
#include <ganzoo/experiment/run/run_folder.hpp>
#include <ganzoo/experiment/run/search_run.hpp>
#include <ganzoo/experiment/run/supervisor.hpp>
#include <ganzoo/os/terminal.hpp>
#include <set>

namespace ganzoo::experiment {
namespace {

std::string command_line(const RunOptions& options) {
  std::string line = "ganzoo run " + options.experiment.string();
  for (const std::string& assignment : options.overrides) line += fmt::format(" '{}'", assignment);
  if (!options.out.empty()) line += " --out " + options.out.string();
  if (options.shards > 1) line += fmt::format(" --shard {}/{}", options.shard, options.shards);
  if (options.processes > 1) line += fmt::format(" --processes {}", options.processes);
  if (!options.only.empty()) line += fmt::format(" --only '{}'", options.only);
  const std::pair<bool, const char*> flags[] = {
      {options.base, " --base"}, {options.retry, " --retry"}, {options.fresh, " --fresh"}, {options.uncut, " --uncut"}};
  for (const auto& [given, word] : flags)
    if (given) line += word;
  return line;
}

std::int64_t most_threads(const std::vector<Cell>& cells) {
  std::int64_t most = 1;
  for (const Cell& cell : cells) most = std::max(most, threads_of(cell.spec));
  return most;
}

int train_all(const Preparation& all, const std::vector<std::string>& data, const RunOptions& options) {
  Agenda agenda = agenda_of(all, data, {options.retry, options.fresh}, command_line(options));
  for (Job& job : agenda.jobs) job.order.processes = options.processes;
  std::vector<std::string> names;
  for (const Job& job : agenda.jobs) names.push_back(job.order.cell);
  Progress progress(names, Progress::style(options.quiet), options.verbose && !options.quiet);
  Ledger ledger(progress, options.quiet, all.not_chosen);
  agenda.tell(all.expansion.cells, ledger);
  JobList jobs(std::move(agenda.jobs));
  const int caught = run_fleet(jobs, cells_at_once(options.jobs, most_threads(all.expansion.cells)),
                               std::chrono::seconds(options.timeout), progress);
  for (std::size_t i = 0; i < names.size(); ++i) ledger.became(names[i], jobs.outcomes()[i]);
  return ledger.close(caught, all.out);
}

/// What a list could not tell by the grid alone: that epochs end, for each of the data that they are passes over.
void require_ends(const Expansion& expansion, const std::vector<std::string>& paths) {
  Expansion asked;
  std::set<std::string> seen;
  for (const Cell& cell : expansion.cells)
    if (const Value* data = cell.spec.find("data");
        cell.spec.find("epochs") && data && seen.insert(to_string(*data)).second)
      asked.cells.push_back(cell);
  if (!asked.cells.empty()) rehearse(asked, paths);
}

int search(const Preparation& all, const RehearsedCells& cells, const RunOptions& options) {
  return train_by_search({.search = *all.search,
                          .cells = cells,
                          .catalogue = all.catalogue,
                          .out = all.out,
                          .options = options,
                          .at_once = cells_at_once(options.jobs, most_threads(cells.expansion.cells)),
                          .job_for = [&](const Cell& cell, const Decision& decision) {
                            Job job = job_for(cell, decision, all.out, command_line(options));
                            job.order.processes = options.processes;
                            return job;
                          }});
}

}  // namespace

int run(const RunOptions& options) {
  Preparation all = prepare(options);
  if (options.list) {
    require_ends(all.expansion, all.plugin_paths);
    print_list(all.expansion);
    return 0;
  }
  require_processes(all.expansion.cells, options.processes);
  std::vector<std::string> data = rehearse_all(all);
  if (!options.quiet)
    for (const std::string& notice : all.expansion.notices) os::print_line(stderr, "notice: " + notice);
  RunFolder folder(all.out, {.index = options.shard, .count = options.shards});
  const bool one_of_many = all.is_one_cell && std::filesystem::exists(all.out / "experiment.toml");
  if (!one_of_many) folder.keep(all.text);
  if (!all.search) return train_all(all, data, options);
  const RehearsedCells cells{std::move(all.expansion), std::move(data)};
  return search(all, cells, options);
}

}  // namespace ganzoo::experiment
