#include <fmt/format.h>
#include <fnmatch.h>
#include <sched.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ganzoo/config/document.hpp>
#include <ganzoo/config/path.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/experiment/ask/inspection.hpp>
#include <ganzoo/experiment/ask/rehearse.hpp>
#include <ganzoo/experiment/grid/cell.hpp>
#include <ganzoo/experiment/grid/expand.hpp>
#include <ganzoo/experiment/grid/listing.hpp>
#include <ganzoo/experiment/grid/named_components.hpp>
#include <ganzoo/experiment/grid/replaced_axes.hpp>
#include <ganzoo/experiment/run/fleet.hpp>
#include <ganzoo/experiment/run/ledger.hpp>
#include <ganzoo/experiment/run/message.hpp>
#include <ganzoo/experiment/run/plan.hpp>
#include <ganzoo/experiment/run/run_folder.hpp>
#include <ganzoo/experiment/run/source.hpp>
#include <ganzoo/experiment/run/supervisor.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/experiment/spec/override.hpp>
#include <ganzoo/os/lock.hpp>
#include <ganzoo/os/terminal.hpp>

namespace ganzoo::experiment {

namespace {

std::vector<std::string> plugin_paths(const Table& experiment) {
  std::vector<std::string> paths;
  const Value* given = config::find(experiment, {"plugins", "paths"});
  if (!given || !given->get_if<List>()) return paths;
  for (const Value& path : given->get<List>())
    if (const auto* text = path.get_if<std::string>())
      paths.push_back(std::filesystem::absolute(std::filesystem::path(path.place.file).parent_path() / *text).string());
  return paths;
}

/// Leaves the cells that --only and --shard choose; returns how many others there are.
std::size_t choose(Expansion& expansion, const RunOptions& options) {
  std::vector<Cell> chosen;
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < expansion.cells.size(); ++i) {
    Cell& cell = expansion.cells[i];
    ids.push_back(cell.id);
    if (!options.only.empty() && fnmatch(options.only.c_str(), cell.id.c_str(), 0) != 0) continue;
    if (i % static_cast<std::size_t>(options.shards) != static_cast<std::size_t>(options.shard)) continue;
    chosen.push_back(std::move(cell));
  }
  const bool none_named = !options.only.empty() && std::none_of(ids.begin(), ids.end(), [&](const std::string& id) {
    return fnmatch(options.only.c_str(), id.c_str(), 0) == 0;
  });
  if (none_named) {
    const std::string near = nearest(options.only, ids);
    throw Error(Exit::usage, fmt::format("--only {} matches none of the {} cells", options.only, ids.size()),
                near.empty() ? "--list prints the cells" : fmt::format("did you mean {}?", near));
  }
  expansion.cells = std::move(chosen);
  return ids.size() - expansion.cells.size();
}

/// What a scheduler has given to this task, though it may not have bound it to them.
int cores_of_task(int bound) {
  const char* given = std::getenv("SLURM_CPUS_PER_TASK");
  int cores = 0;
  if (!given || std::from_chars(given, given + std::strlen(given), cores).ec != std::errc()) return bound;
  return std::clamp(cores, 1, bound);
}

int cores() {
  cpu_set_t set;
  return cores_of_task(sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(1, CPU_COUNT(&set)) : 1);
}

int jobs_at_a_time(const RunOptions& options, const std::vector<Cell>& cells) {
  if (options.jobs > 0) return options.jobs;
  std::int64_t threads = 1;
  for (const Cell& cell : cells)
    if (const Value* value = config::find(cell.spec, {"train", "threads"}); value && value->get_if<std::int64_t>())
      threads = std::max(threads, value->get<std::int64_t>());
  return std::max(1, static_cast<int>(cores() / threads));
}

std::string command_line(const RunOptions& options) {
  std::string line = "ganzoo run " + options.experiment.string();
  for (const std::string& assignment : options.overrides) line += fmt::format(" '{}'", assignment);
  if (!options.out.empty()) line += " --out " + options.out.string();
  if (options.shards > 1) line += fmt::format(" --shard {}/{}", options.shard, options.shards);
  if (!options.only.empty()) line += fmt::format(" --only '{}'", options.only);
  const std::pair<bool, const char*> flags[] = {
      {options.base, " --base"}, {options.retry, " --retry"}, {options.fresh, " --fresh"}};
  for (const auto& [given, word] : flags)
    if (given) line += word;
  return line;
}

/// The cell of a run.h5 keeps its id, unless overrides have made it another one.
void keep_id(Expansion& expansion, const Source& source) {
  constexpr std::size_t digits = 8;
  if (expansion.cells.size() != 1 || source.cell.size() < digits) return;
  std::string& id = expansion.cells.front().id;
  if (id.ends_with(source.cell.substr(source.cell.size() - digits))) id = source.cell;
}

std::filesystem::path folder_of(const RunOptions& options, const Source& source) {
  if (!options.out.empty()) return options.out;
  if (!source.out.empty()) return std::filesystem::proximate(source.out);
  return std::filesystem::path("runs") / text_of(source.experiment, "title");
}

Job job_for(const Cell& cell, const Decision& decision, const std::filesystem::path& out, const RunOptions& options) {
  Job job;
  job.order = {cell.id, config::to_toml(cell.spec), cell.spec_sha256, command_line(options), decision.forget, {}, {}};
  if (decision.action == Decision::Action::record) job.order.failure = cell.failure;
  job.folder = out / cell.id;
  job.resumes = decision.action == Decision::Action::resume;
  return job;
}

int train_all(const Expansion& expansion, std::size_t not_chosen, const Catalogue& catalogue,
              const std::vector<std::string>& data, const std::filesystem::path& out, const RunOptions& options) {
  std::vector<CellState> now;
  for (const Cell& cell : expansion.cells) now.push_back(cell_state_in(out / cell.id));
  std::vector<Decision> decisions;
  std::vector<Job> jobs;
  for (std::size_t i = 0; i < expansion.cells.size(); ++i) {
    using Action = Decision::Action;
    const Cell& cell = expansion.cells[i];
    decisions.push_back(decide(cell, now[i], catalogue, data[i], {options.retry, options.fresh}));
    const Action action = decisions.back().action;
    if (action == Action::train || action == Action::resume || action == Action::record)
      jobs.push_back(job_for(cell, decisions.back(), out, options));
  }
  std::vector<std::string> names;
  for (const Job& job : jobs) names.push_back(job.order.cell);
  Progress progress(names, Progress::style(options.quiet), options.verbose && !options.quiet);
  Ledger ledger(progress, options.quiet, not_chosen);
  for (std::size_t i = 0; i < decisions.size(); ++i) ledger.decided(expansion.cells[i], decisions[i], now[i]);
  ledger.notices();
  int caught = 0;
  const auto outcomes = run_fleet(jobs, jobs_at_a_time(options, expansion.cells), std::chrono::seconds(options.timeout),
                                  progress, caught);
  for (std::size_t i = 0; i < jobs.size(); ++i) ledger.became(jobs[i].order.cell, outcomes[i]);
  return ledger.close(caught, out);
}

/// Those of the experiment, and those that overrides replaced in the file.
std::vector<std::pair<Kind, std::string>> components_of(const Table& experiment, const Table& file) {
  auto components = named_components(experiment);
  for (auto& one : named_components(file))
    if (std::ranges::find(components, one) == components.end()) components.push_back(std::move(one));
  return components;
}

}  // namespace

int run(const RunOptions& options) {
  Source source = read_source(options.experiment);
  const Table file = source.experiment;
  Table& experiment = source.experiment;
  for (const std::string& assignment : options.overrides) apply_override(experiment, assignment);
  std::vector<std::string> notices;
  if (!options.base) notices = replace_axes(experiment, options.overrides);
  const std::vector<std::string> paths = plugin_paths(experiment);
  const Catalogue catalogue = inspect(components_of(experiment, file), paths);
  if (!options.overrides.empty()) require_sound_file(file, catalogue);
  Expansion expansion = expand(experiment, catalogue, options.base);
  expansion.notices.insert(expansion.notices.begin(), notices.begin(), notices.end());
  keep_id(expansion, source);
  const std::size_t not_chosen = choose(expansion, options);
  if (options.list) {
    print_list(expansion);
    return 0;
  }
  const std::vector<std::string> data = rehearse(expansion, paths);
  if (!options.quiet)
    for (const std::string& notice : expansion.notices) os::print_line(stderr, "notice: " + notice);
  const std::filesystem::path out = folder_of(options, source);
  RunFolder folder(out, {.index = options.shard, .count = options.shards});
  const bool one_of_many = !source.cell.empty() && std::filesystem::exists(out / "experiment.toml");
  if (!one_of_many) folder.keep(options.overrides.empty() ? source.text : config::to_toml(experiment));
  return train_all(expansion, not_chosen, catalogue, data, out, options);
}

}  // namespace ganzoo::experiment
