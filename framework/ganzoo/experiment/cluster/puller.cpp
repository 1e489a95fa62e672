#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/experiment/ask/cell_state.hpp>
#include <ganzoo/experiment/cluster/puller.hpp>
#include <limits>

namespace ganzoo::experiment {
namespace {

/// Between two looks for claims of the dead and for cells that are open again; at most a quarter of the lease.
constexpr std::chrono::milliseconds first_pause{200}, longest_pause{5000};

std::chrono::milliseconds wait_for(double lease) {
  return std::min(longest_pause, std::chrono::milliseconds(static_cast<int>(lease * 250)));
}

bool is_over(const CellState& state) { return state.status == "finished" || state.status == "diverged"; }

bool is_locked(const Outcome& outcome) {
  return outcome.kind == Outcome::Kind::stopped && outcome.code == static_cast<int>(Exit::locked);
}

/// "1 cell is", "3 cells are"
std::string cells(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} cell{} {}", count, count == 1 ? "" : "s", count == 1 ? one : many);
}

}  // namespace

Puller::Puller(const JobFolder& job, Claims& claims, Journal& journal, Progress& progress, Ledger& ledger,
               std::string isa)
    : job_(job),
      claims_(claims),
      journal_(journal),
      progress_(progress),
      ledger_(ledger),
      isa_(std::move(isa)),
      goals_(job, claims, journal, [&progress](const std::string& line) { progress.say(line); }),
      wait_(first_pause) {}

std::optional<Job> Puller::next() {
  if (is_exhausted_ || Clock::now() < look_again_) return std::nullopt;
  do {
    if (std::optional<Job> job = claim_one()) {
      tail_.reset();
      wait_ = first_pause;
      return job;
    }
  } while (has_passed_over_ || free_the_dead());
  wait_or_end();
  return std::nullopt;
}

/// In the order of the list; of a search cuts first, then the nearest rungs.
std::vector<std::size_t> Puller::open_cells() const {
  std::vector<std::pair<std::int64_t, std::size_t>> open;
  for (std::size_t cell = 0; cell < job_.size(); ++cell) {
    if (cannot(cell)) continue;
    if (const std::optional<Goal> goal = goals_.of(cell))
      open.emplace_back(!goal->cut.empty() ? 0
                        : goal->until > 0  ? goal->until
                                           : std::numeric_limits<std::int64_t>::max(),
                        cell);
  }
  std::ranges::stable_sort(open, {}, &std::pair<std::int64_t, std::size_t>::first);
  std::vector<std::size_t> cells;
  for (const auto& [until, cell] : open) cells.push_back(cell);
  return cells;
}

std::optional<Job> Puller::claim_one() {
  has_passed_over_ = false;
  goals_.update();
  const std::set<std::string> taken = claims_.taken();
  for (const std::size_t cell : open_cells()) {
    if (taken.contains(job_.cell(cell))) continue;
    if (const auto later = later_.find(cell); later != later_.end() && Clock::now() < later->second) continue;
    std::optional<Claim> claim = claims_.take(job_.cell(cell));
    if (!claim) continue;
    if (std::optional<Job> job = consider(cell, *std::move(claim))) return job;
  }
  return std::nullopt;
}

/// What stands in the folder is read behind the claim: it may be where it should come to by now.
std::optional<Job> Puller::consider(std::size_t cell, Claim claim) {
  Job job = job_.job(cell);
  const Goal goal = goals_.of(cell).value_or(Goal{});
  const CellState state = cell_state_in(job.folder);
  const bool written = job_.has_written(cell);
  job.order.fresh = job.order.fresh && !written;
  const std::string why = reason_to_pass(job, goal, state, written);
  if (!why.empty()) return pass_over(cell, why, state.step), std::nullopt;
  if (is_unreadable(job, state, cell)) return std::nullopt;
  const bool begun = state.exists && !state.isa.empty() && !job.order.fresh;
  if (goal.cut.empty() && begun && state.isa != isa_) {
    waits_for_isa_.insert(cell);
    ++other_isa_[state.isa];
    return std::nullopt;
  }
  job.order.until = goal.until;
  job.order.cut = goal.cut;
  return given(cell, std::move(job), state, std::move(claim));
}

/// How the cell has come already to where it is to come to; "" where it has not.
std::string Puller::reason_to_pass(const Job& job, const Goal& goal, const CellState& state, bool written) const {
  if (job.order.fresh) return "";
  if (is_over(state)) return "over";
  if (state.status == "failed" && (written || !job_.settings().retry)) return "failed";
  if (!goal.cut.empty() && state.reason == goal.cut) return "cut";
  return goal.until > 0 && state.exists && state.failure.empty() && state.step >= goal.until ? "paused" : "";
}

bool Puller::is_unreadable(const Job& job, const CellState& state, std::size_t cell) {
  if (state.failure.empty() || job.order.fresh) return false;
  ledger_.became(job.order.cell, {.kind = Outcome::Kind::stopped,
                                  .complaints = {{state.failure, "--fresh trains it anew"}},
                                  .code = static_cast<int>(state.unknown ? Exit::environment : Exit::corrupt)});
  if (state.unknown)
    tried_.insert(cell);
  else
    pass_over(cell, "refused", state.step);
  return true;
}

Job Puller::given(std::size_t cell, Job job, const CellState& state, Claim claim) {
  job.order.claim = claim.path().string();
  job.order.claim_token = claim.token();
  job.resumes = state.exists && !job.order.fresh;
  journal_.note("took", job.order.cell, state.step);
  progress_.add(job.order.cell);
  given_.push_back({cell, state.step, std::move(claim)});
  return job;
}

void Puller::pass_over(std::size_t cell, const std::string& why, std::int64_t step) {
  journal_.note(why, job_.cell(cell), step);
  has_passed_over_ = true;
}

/// True where a cell has become free.
bool Puller::free_the_dead() {
  bool any = false;
  for (std::size_t cell = 0; cell < job_.size(); ++cell) {
    if (!is_open(cell)) continue;
    if (const std::optional<Holder> holder = claims_.expire(job_.cell(cell))) {
      any = true;
      journal_.note("stole", job_.cell(cell));
      progress_.say(fmt::format("notice: {}: {} gave no sign of life for {:.0f} s: its claim is taken away",
                                job_.cell(cell), holder->text(), holder->lease));
    }
  }
  return any;
}

/// Others have what is left: one of all workers waits, in case that they die; all do where their work may open more.
void Puller::wait_or_end() {
  look_again_ = Clock::now() + wait_;
  wait_ = std::min(2 * wait_, wait_for(job_.settings().lease));
  if (goals_.may_come([this](std::size_t cell) { return cannot(cell); })) return;
  std::size_t theirs = 0;
  for (std::size_t cell = 0; cell < job_.size(); ++cell) {
    const bool mine = std::ranges::any_of(given_, [&](const Given& one) { return one.cell == cell && one.claim; });
    theirs += is_open(cell) && !mine ? 1 : 0;
  }
  if (theirs == 0) {
    is_exhausted_ = true;
    return;
  }
  if (tail_) return;
  const std::string name = ".tail-" + job_.path().filename().string();
  tail_ = claims_.take(name);
  if (!tail_ && claims_.expire(name)) tail_ = claims_.take(name);
  if (tail_)
    progress_.say(
        fmt::format("{} with other workers: this one waits, in case that they die", cells(theirs, "is", "are")));
  is_exhausted_ = !tail_;
}

void Puller::tick() {
  for (Given& one : given_)
    if (one.claim) one.claim->beat();
  if (tail_) tail_->beat();
}

void Puller::became(std::size_t index, const Outcome& outcome) {
  Given& one = given_[index];
  const std::string& cell = job_.cell(one.cell);
  if (!one.claim->is_held()) {
    ++went_elsewhere_;
    tried_.insert(one.cell);
    journal_.note("lost", cell);
  } else if (is_locked(outcome)) {
    later_[one.cell] = Clock::now() + wait_for(job_.settings().lease);
    journal_.note("locked", cell);
  } else {
    note_end(one, outcome);
    ledger_.became(cell, outcome);
  }
  one.claim.reset();
  look_again_ = {};
}

void Puller::note_end(const Given& one, const Outcome& outcome) {
  using Kind = Outcome::Kind;
  const std::string& cell = job_.cell(one.cell);
  const std::int64_t step = cell_state_in(job_.settings().run / cell).step;
  const bool is_over = outcome.kind == Kind::finished || outcome.kind == Kind::diverged || outcome.kind == Kind::failed;
  const bool is_there = is_over || outcome.kind == Kind::paused || outcome.kind == Kind::cut;
  const bool is_refused = outcome.kind == Kind::stopped && outcome.code == static_cast<int>(Exit::corrupt);
  has_progressed_ = has_progressed_ || is_there || step > one.first_step;
  cut_ += outcome.kind == Kind::cut ? 1 : 0;
  if (!is_there) tried_.insert(one.cell);
  journal_.note(is_refused ? "refused" : name_of(outcome.kind), cell, step);
}

std::size_t Puller::open() {
  goals_.update();
  return goals_.left();
}

void Puller::notices() const {
  for (const auto& [isa, count] : other_isa_) {
    progress_.say(fmt::format("notice: {} for a machine with {}, on which {} begun; this one has {}",
                              cells(count, "waits", "wait"), isa, count == 1 ? "it was" : "they were", isa_));
    progress_.say(
        "hint: --constraint chooses one; ONEDNN_MAX_CPU_ISA=AVX2 at the first submit keeps all machines to one "
        "instruction set");
  }
  if (went_elsewhere_ > 0)
    progress_.say(fmt::format("notice: {} lost to other workers, which train on", cells(went_elsewhere_, "is", "are")));
}

}  // namespace ganzoo::experiment
