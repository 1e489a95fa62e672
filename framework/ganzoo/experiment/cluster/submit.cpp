#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/cluster/job_folder.hpp>
#include <ganzoo/experiment/cluster/job_script.hpp>
#include <ganzoo/experiment/cluster/job_search.hpp>
#include <ganzoo/experiment/cluster/outcome.hpp>
#include <ganzoo/experiment/cluster/program_files.hpp>
#include <ganzoo/experiment/cluster/slurm.hpp>
#include <ganzoo/experiment/cluster/submit.hpp>
#include <ganzoo/experiment/run/agenda.hpp>
#include <ganzoo/experiment/run/cores.hpp>
#include <ganzoo/experiment/run/preparation.hpp>
#include <ganzoo/experiment/run/processes.hpp>
#include <ganzoo/experiment/run/rehearsed.hpp>
#include <ganzoo/experiment/run/run_folder.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/os/terminal.hpp>
#include <iostream>
#include <limits>
#include <map>
#include <ranges>
#include <regex>

namespace ganzoo::experiment {
namespace {

namespace fs = std::filesystem;

constexpr int most_tasks = 64;

std::string command_line(const SubmitOptions& options) {
  std::string line = "ganzoo submit " + options.run.experiment.string();
  for (const std::string& assignment : options.run.overrides) line += fmt::format(" '{}'", assignment);
  if (!options.run.with.empty()) line += fmt::format(" --with '{}'", options.run.with.string());
  if (!options.run.out.empty()) line += " --out " + options.run.out.string();
  if (options.run.processes > 1) line += fmt::format(" --processes {}", options.run.processes);
  if (!options.run.only.empty()) line += fmt::format(" --only '{}'", options.run.only);
  if (options.run.uncut) line += " --uncut";
  return options.run.retry ? line + " --retry" : line;
}

void require_sound(const SubmitOptions& options) {
  std::vector<Complaint> complaints;
  if (!options.time.empty() && !seconds_of(options.time))
    complaints.push_back({fmt::format("--time is {}, but must be HH:MM, HH:MM:SS or D-HH:MM", options.time),
                          "--time 1:30 is an hour and a half"});
  if (!options.mem.empty() && !std::regex_match(options.mem, std::regex(R"(\d+[KMGT]?)")))
    complaints.push_back({fmt::format("--mem is {}, but must be a number with K, M, G or T behind it", options.mem),
                          "--mem 4G is four gigabytes a worker"});
  for (const std::string& word : options.sbatch)
    if (word.find('\n') != std::string::npos)
      complaints.push_back({"an option of sbatch holds a line break, but must stand on one line", ""});
  if (options.print && options.wait)
    complaints.push_back({"--print submits nothing, so there is nothing to --wait for", ""});
  if (!complaints.empty()) throw Error(Exit::usage, complaints);
}

/// GANZOO_LEASE, in seconds: longer where a file server answers late, shorter where nodes come and go.
double lease() {
  const char* given = std::getenv("GANZOO_LEASE");
  if (!given) return JobSettings{}.lease;
  int seconds = 0;
  const char* end = given + std::strlen(given);
  const auto [last, error] = std::from_chars(given, end, seconds);
  if (error != std::errc() || last != end || seconds < 1 || seconds > 86'400)
    throw Error(Exit::usage, fmt::format("GANZOO_LEASE is {}, but must be seconds from 1 to 86400", given));
  return seconds;
}

// ---- which cells, in which order ------------------------------------------------------------------------------------

double number(const Table& spec, const config::Path& path, double otherwise) {
  const Value* value = config::find(spec, path);
  return value && value->is_number() ? value->number() : otherwise;
}

/// What is left of a cell, by no unit: steps times what a step takes.
double work_left(const Cell& cell, const CellState& state) {
  const double steps =
      number(cell.spec, {"steps"}, 0) > 0 ? number(cell.spec, {"steps"}, 0) : 1000 * number(cell.spec, {"epochs"}, 1);
  return std::max(0.0, steps - static_cast<double>(state.step)) * number(cell.spec, {"train", "batch"}, 1) *
         (1 + number(cell.spec, {"scheduler", "critic_steps"}, 1));
}

/// Cells of a race wait for one another, and a worker has the same cores for each.
void require_one_number_of_threads(const Preparation& all) {
  if (!all.search || all.expansion.cells.empty()) return;
  const auto threads = [](const Cell& cell) { return threads_of(cell.spec); };
  const auto [least, most] = std::ranges::minmax(all.expansion.cells | std::views::transform(threads));
  if (least != most)
    throw Error(Exit::usage,
                fmt::format("submit: cells of a [search] have train.threads of {} and {}, but must have one number",
                            least, most),
                "those of a race wait for one another, and a worker has the same cores for each");
}

/// Jobs of one number of threads each, the longest first: a search's cells make one, since they wait for one another.
std::map<std::int64_t, std::vector<Job>> groups_of(const Preparation& all, Agenda& agenda) {
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < all.expansion.cells.size(); ++i) index[all.expansion.cells[i].id] = i;
  const auto work_of = [&](const Job& job) {
    const std::size_t i = index.at(job.order.cell);
    return work_left(all.expansion.cells[i], agenda.now[i]);
  };
  std::ranges::stable_sort(agenda.jobs, std::greater<>(), work_of);
  std::map<std::int64_t, std::vector<Job>> groups;
  for (Job& job : agenda.jobs)
    groups[threads_of(all.expansion.cells[index.at(job.order.cell)].spec)].push_back(std::move(job));
  return groups;
}

// ---- handing over ---------------------------------------------------------------------------------------------------

/// Exit 3 while Slurm still has workers for this folder.
void require_no_earlier(const fs::path& run) {
  const auto living = slurm::living(submitted_jobs(run));
  if (!living.empty())
    throw Error(Exit::locked,
                fmt::format("{}: job {} still has workers for its cells", run.string(), fmt::join(living, ", ")),
                "--add sends more beside them; scancel ends them");
}

int tasks_for(const SubmitOptions& options, std::size_t cells, int most) {
  if (options.tasks > most)
    throw Error(Exit::usage,
                fmt::format("--tasks is {}, but must be at most {}: the site's MaxArraySize", options.tasks, most),
                "a worker trains many cells, one after the other");
  const int asked_for = options.tasks > 0 ? options.tasks : std::min(most_tasks, most);
  return static_cast<int>(std::min<std::size_t>(cells, static_cast<std::size_t>(asked_for)));
}

/// A job's folder, with all that its script needs; gone again unless it is kept.
class Handover {
 public:
  Handover(const SubmitOptions& options, const Preparation& all, const std::vector<Contest>& contests,
           std::int64_t threads, const std::vector<Job>& jobs, int most_in_array) {
    const JobSettings settings{.run = fs::absolute(all.out).lexically_normal(),
                               .threads = threads,
                               .timeout = options.run.timeout,
                               .lease = lease(),
                               .retry = options.run.retry,
                               .program = program_files()};
    tasks_ = tasks_for(options, jobs.size(), std::max(1, most_in_array));
    folder_ = make_job_folder(settings, all.text, all.search ? to_text(*all.search, contests) : "", jobs);
    const JobShape shape{.title = all.title,
                         .tasks = tasks_,
                         .at_once = options.at_once,
                         .is_array = most_in_array > 0,
                         .threads = threads,
                         .processes = options.run.processes,
                         .mem = options.mem,
                         .seconds = seconds_of(options.time),
                         .options = options.sbatch};
    os::write_whole(folder_ / "env", environment_script());
    os::write_whole(folder_ / "job.sh", job_script(shape, folder_));
  }
  ~Handover() {
    std::error_code ignored;
    if (!kept_) fs::remove_all(folder_, ignored);
    fs::remove(folder_.parent_path(), ignored);  // only where it is empty
  }
  Handover(const Handover&) = delete;
  Handover& operator=(const Handover&) = delete;

  std::string submit() {
    const std::string job = slurm::submit(script());
    kept_ = true;
    std::ofstream(folder_ / "jobs", std::ios::app) << job << '\n';
    return job;
  }
  void keep() { kept_ = true; }
  fs::path script() const { return folder_ / "job.sh"; }
  const fs::path& folder() const { return folder_; }
  int tasks() const { return tasks_; }

 private:
  fs::path folder_;
  int tasks_ = 1;
  bool kept_ = false;
};

/// What says of the message "812 cells as job 4711 in 64 tasks".
std::string counted(std::size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// Behind all jobs, however they end: tables of what is there say what is missing.
void submit_report(const Preparation& all, const fs::path& folder, const std::vector<std::string>& jobs) {
  const fs::path script = folder / "report.sh";
  os::write_whole(script, report_script(all.title, folder, fs::absolute(all.out).lexically_normal()));
  const std::string after = fmt::format("--dependency=afterany:{}", fmt::join(jobs, ":"));
  const std::string job = slurm::submit(script, {after, "--kill-on-invalid-dep=yes"});
  fmt::print("job {} makes {} behind {}\n", job, (all.out / "report.html").string(), jobs.size() == 1 ? "it" : "them");
}

std::size_t count_cut(const Agenda& agenda) {
  return static_cast<std::size_t>(
      std::ranges::count_if(agenda.now, [](const CellState& state) { return cut_in(state.reason).has_value(); }));
}

int hand_over(const SubmitOptions& options, const Preparation& all, const std::vector<Contest>& contests,
              Agenda& agenda, int code) {
  const int most = options.print ? std::numeric_limits<int>::max() : slurm::max_array_size();
  std::vector<std::string> submitted;
  fs::path folder;
  for (const auto& [threads, jobs] : groups_of(all, agenda)) {
    const std::size_t open = contests.empty() ? jobs.size() : left_of(contests, all.out).size();
    Handover handover(options, all, contests, threads, jobs, most);
    folder = handover.folder();
    if (options.print) {
      handover.keep();
      std::cout << os::read_whole(handover.script());
      os::print_line(stderr, "notice: nothing is submitted; the script is " + handover.script().string());
      continue;
    }
    submitted.push_back(handover.submit());
    fmt::print("submitted {} as job {} in {}; ganzoo watch {} shows them, scancel {} ends them\n",
               counted(open, "cell"), submitted.back(), counted(static_cast<std::size_t>(handover.tasks()), "task"),
               all.out.string(), submitted.back());
  }
  if (options.then_report && !submitted.empty()) submit_report(all, folder, submitted);
  std::fflush(stdout);
  return options.wait ? wait_for_end(submitted, all, contests) : code;
}

}  // namespace

int submit(const SubmitOptions& options) {
  require_sound(options);
  lease();
  if (!options.print) slurm::require_client();
  Preparation all = prepare(options.run);
  require_processes(all.expansion.cells, options.run.processes);
  std::vector<std::string> data = rehearse_all(all);
  require_one_number_of_threads(all);
  const std::vector<Contest> contests = contests_in(options.run, all, data);
  if (!options.run.quiet)
    for (const std::string& notice : all.expansion.notices) os::print_line(stderr, "notice: " + notice);
  RunFolder folder(all.out, {.claims_cells = true});
  if (!options.print && !options.add) require_no_earlier(all.out);
  Agenda agenda = agenda_of(all, data, {options.run.retry, options.run.fresh}, command_line(options));
  Progress progress({}, Progress::style(options.run.quiet), options.run.verbose && !options.run.quiet);
  Ledger ledger(progress, options.run.quiet, all.not_chosen);
  for (Job& job : agenda.jobs) job.order.processes = options.run.processes;
  agenda.tell(all.expansion.cells, ledger);
  if (agenda.jobs.empty() || (all.search && left_of(contests, all.out).empty())) {
    ledger.searched(count_cut(agenda), 0);
    fmt::print("0 cells to submit: {}\n", ledger.counts());
    return ledger.code();
  }
  folder.keep(all.text);
  return hand_over(options, all, contests, agenda, ledger.code());
}

}  // namespace ganzoo::experiment
