#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/cell_state.hpp>
#include <ganzoo/experiment/run/agenda.hpp>
#include <ganzoo/experiment/run/fleet.hpp>
#include <ganzoo/experiment/run/jobs.hpp>
#include <ganzoo/experiment/run/ledger.hpp>
#include <ganzoo/experiment/run/search_run.hpp>
#include <ganzoo/experiment/search/contest.hpp>
#include <ganzoo/os/signals.hpp>
#include <numeric>
#include <optional>
#include <set>
#include <unordered_map>

namespace ganzoo::experiment {
namespace {

/// Cells that are trained together, each once from where it stands, then on from rung to rung.
class Waves {
 public:
  Waves(const SearchTask& task, const RehearsedCells& cells, Ledger& ledger)
      : task_(task), cells_(cells), ledger_(ledger) {}

  /// Trains those of the cells that are not there yet to the step, or to their end (0); returns the signal that ended it.
  int train(const std::vector<std::size_t>& cells, std::int64_t until) {
    std::vector<Job> jobs;
    std::vector<std::size_t> whose;
    for (const std::size_t i : cells)
      if (auto job = job_to(i, until)) {
        jobs.push_back(std::move(*job));
        whose.push_back(i);
      }
    return run(jobs, whose);
  }

  /// Records why cells go no farther.
  int cut(const std::vector<std::pair<std::size_t, std::string>>& reasons) {
    std::vector<Job> jobs;
    std::vector<std::size_t> whose;
    for (const auto& [i, reason] : reasons) {
      const CellState now = state_of(i);
      if ((now.status != "interrupted" && now.status != "running") || now.reason == reason) continue;
      Job& job = jobs.emplace_back(task_.job_for(cell(i), {}));
      job.order.cut = reason;
      whose.push_back(i);
    }
    return run(jobs, whose);
  }

  CellState state_of(std::size_t i) const { return cell_state_in(task_.out / cell(i).id); }
  const Cell& cell(std::size_t i) const { return cells_.expansion.cells[i]; }

 private:
  std::optional<Job> job_to(std::size_t i, std::int64_t until) {
    if (lost_.contains(i)) return std::nullopt;
    const CellState now = state_of(i);
    const bool begun = begun_.contains(i);
    const RerunOptions rerun = begun ? RerunOptions{} : RerunOptions{task_.options.retry, task_.options.fresh};
    const Decision decision = decide(cell(i), now, task_.catalogue, cells_.data[i], rerun);
    const bool there = until > 0 && now.exists && !decision.forget && now.step >= until;
    if (there && is_work(decision.action)) return std::nullopt;
    if (begun_.insert(i).second) ledger_.decided(cell(i), decision, now);
    if (!is_work(decision.action)) {
      lost_.insert(i);  // over, refused or failed: said once
      return std::nullopt;
    }
    Job job = task_.job_for(cell(i), decision);
    job.order.until = until;
    return job;
  }

  int run(const std::vector<Job>& jobs, const std::vector<std::size_t>& whose) {
    if (jobs.empty()) return 0;
    const RunOptions& options = task_.options;
    std::vector<std::string> names;
    for (const std::size_t i : whose) names.push_back(cell(i).id);
    JobList list(jobs);
    int caught = 0;
    {
      Progress progress(names, Progress::style(options.quiet), options.verbose && !options.quiet);
      caught = run_fleet(list, task_.at_once, std::chrono::seconds(options.timeout), progress);
    }
    const std::vector<Outcome>& outcomes = list.outcomes();
    for (std::size_t k = 0; k < whose.size(); ++k) {
      using Kind = Outcome::Kind;
      ledger_.became(names[k], outcomes[k]);
      if (outcomes[k].kind != Kind::paused && outcomes[k].kind != Kind::cut) lost_.insert(whose[k]);
    }
    return caught;
  }

  const SearchTask& task_;
  const RehearsedCells& cells_;
  Ledger& ledger_;
  std::set<std::size_t> begun_, lost_;
};

/// The races of an experiment, rung by rung.
class Tournament {
 public:
  Tournament(const SearchTask& task, Waves& waves, Progress& words)
      : task_(task),
        waves_(waves),
        words_(words),
        contests_(contests_of(task.search, task.cells.expansion.cells)),
        stalled_(contests_.size(), false) {
    const std::vector<Cell>& cells = task.cells.expansion.cells;
    for (std::size_t i = 0; i < cells.size(); ++i) index_[cells[i].id] = i;
  }

  /// Returns the signal that ended it.
  int run() {
    for (const std::int64_t rung : task_.search.rungs) {
      if (const int caught = waves_.train(cells_in(), rung)) return caught;
      if (const int caught = judge_all()) return caught;
    }
    return waves_.train(cells_in(), 0);
  }

  /// The winner of each race whose cells all came to their end, by a judgement of its own.
  std::vector<std::size_t> winners() {
    std::vector<std::size_t> first_cells;
    for (std::size_t r = 0; r < contests_.size(); ++r) {
      const auto judgement = stalled_[r] ? std::nullopt : judged(contests_[r]);
      if (!judgement) continue;
      for (const Entrant& winner : contests_[r].winners(*judgement))
        first_cells.push_back(index_.at(winner.cells.front()));
    }
    return first_cells;
  }

  /// Cells that go no farther; those that were gone on with all the same have come to their end.
  std::size_t cut() const {
    return static_cast<std::size_t>(std::ranges::count_if(cut_, [&](std::size_t i) {
      const std::string status = waves_.state_of(i).status;
      return status != "finished" && status != "diverged" && status != "failed";
    }));
  }
  /// Cells that are in but have not come to their end: their race waits for another of its cells, or the run was stopped.
  std::size_t waiting() const {
    std::size_t count = 0;
    for (const Contest& contest : contests_)
      for (const Entrant& entrant : contest.in())
        for (const std::string& cell : entrant.cells)
          count += waves_.state_of(index_.at(cell)).reason.starts_with("paused at step");
    return count;
  }

 private:
  std::vector<std::size_t> cells_in() const {
    std::vector<std::size_t> cells;
    for (std::size_t r = 0; r < contests_.size(); ++r)
      for (const Entrant& entrant : contests_[r].in())
        for (const std::string& cell : entrant.cells)
          if (!stalled_[r]) cells.push_back(index_.at(cell));
    std::ranges::sort(cells);
    return cells;
  }

  std::optional<Judgement> judged(const Contest& contest) try {
    auto result = judge(contest.question(), task_.out);
    if (result && keep(*result, task_.out))
      say(fmt::format("notice: {} is judged anew: the judgement before is kept beside it", result->name));
    return result;
  } catch (const Error& error) {
    if (error.code() == Exit::usage) throw;
    return std::nullopt;  // a file that cannot be read was told of when its cell was to be trained
  }

  void say(const std::string& line) {
    if (!task_.options.quiet) words_.say(line);
  }

  /// Takes who is cut out of each race; a race that cannot be judged goes no farther for now.
  int judge_all() {
    std::vector<std::pair<std::size_t, std::string>> reasons;
    for (std::size_t r = 0; r < contests_.size(); ++r) {
      Contest& contest = contests_[r];
      const std::int64_t step = contest.until();
      const std::size_t before = contest.in().size();
      const auto judgement = stalled_[r] ? std::nullopt : judged(contest);
      stalled_[r] = !judgement;
      if (!judgement) continue;
      for (const CutCell& cut : contest.cut(*judgement)) reasons.emplace_back(index_.at(cut.cell), cut.reason);
      say(fmt::format("{}: {} of {} go on behind step {}", contest.name(), contest.in().size(), before, step));
    }
    for (const auto& [i, reason] : reasons) cut_.insert(i);
    return waves_.cut(reasons);
  }

  const SearchTask& task_;
  Waves& waves_;
  Progress& words_;
  std::vector<Contest> contests_;
  std::vector<bool> stalled_;
  std::unordered_map<std::string, std::size_t> index_;  ///< id → number of the cell
  std::set<std::size_t> cut_;
};

/// The winners' settings with the seeds that are to confirm them, as cells of their own.
RehearsedCells confirmation(const SearchTask& task, const std::set<std::string>& settings) {
  RehearsedCells all = confirming(task.options, task.search);
  RehearsedCells chosen;
  for (std::size_t i = 0; i < all.expansion.cells.size(); ++i) {
    if (!settings.contains(setting_of(all.expansion.cells[i]))) continue;
    chosen.expansion.cells.push_back(std::move(all.expansion.cells[i]));
    chosen.data.push_back(std::move(all.data[i]));
  }
  return chosen;
}

int confirm(const SearchTask& task, const std::vector<std::size_t>& winners, Ledger& ledger) {
  if (winners.empty() || task.search.confirm.empty()) return 0;
  std::set<std::string> settings;
  for (const std::size_t i : winners) settings.insert(setting_of(task.cells.expansion.cells[i]));
  const RehearsedCells more = confirmation(task, settings);
  std::vector<std::size_t> cells(more.expansion.cells.size());
  std::iota(cells.begin(), cells.end(), std::size_t{0});
  return Waves(task, more, ledger).train(cells, 0);
}

}  // namespace

int train_by_search(const SearchTask& task) {
  const os::Signals signals;  // also while nothing is trained, but judged
  Progress words({}, task.options.quiet ? Progress::Style::none : Progress::Style::lines, task.options.verbose);
  Ledger ledger(words, task.options.quiet, 0);
  Waves waves(task, task.cells, ledger);
  Tournament tournament(task, waves, words);
  int caught = tournament.run();
  const std::vector<std::size_t> winners = caught == 0 ? tournament.winners() : std::vector<std::size_t>();
  if (caught == 0) caught = confirm(task, winners, ledger);
  ledger.searched(tournament.cut(), tournament.waiting());
  ledger.notices();
  return ledger.close(caught, task.out);
}

}  // namespace ganzoo::experiment
