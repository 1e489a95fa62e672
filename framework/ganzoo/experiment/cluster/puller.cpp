#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/experiment/ask/cell_state.hpp>
#include <ganzoo/experiment/cluster/puller.hpp>

namespace ganzoo::experiment {
namespace {

/// Between two looks for claims of the dead; a quarter of the lease where that is less.
constexpr std::chrono::milliseconds longest_wait{5000};

std::chrono::milliseconds wait_for(double lease) {
  return std::min(longest_wait, std::chrono::milliseconds(static_cast<int>(lease * 250)));
}

const char* word_of(Outcome::Kind kind) {
  static constexpr const char* words[] = {"not_started", "finished",    "diverged", "failed",
                                          "killed",      "interrupted", "stopped"};
  return words[static_cast<std::size_t>(kind)];
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
      journals_(job.path() / "workers") {}

bool Puller::is_open(std::size_t cell) const {
  return !journals_.is_over(job_.cell(cell)) && !tried_.contains(cell) && !waits_for_isa_.contains(cell);
}

std::optional<Job> Puller::next() {
  if (is_exhausted_ || Clock::now() < look_again_) return std::nullopt;
  do {
    if (std::optional<Job> job = claim_one()) {
      tail_.reset();
      return job;
    }
  } while (free_the_dead());
  wait_or_end();
  return std::nullopt;
}

std::optional<Job> Puller::claim_one() {
  journals_.read();
  const std::set<std::string> taken = claims_.taken();
  for (std::size_t cell = 0; cell < job_.size(); ++cell) {
    if (!is_open(cell) || taken.contains(job_.cell(cell))) continue;
    if (const auto later = later_.find(cell); later != later_.end() && Clock::now() < later->second) continue;
    std::optional<Claim> claim = claims_.take(job_.cell(cell));
    if (!claim) continue;
    if (std::optional<Job> job = consider(cell, *std::move(claim))) return job;
  }
  return std::nullopt;
}

/// What stands in the folder is read behind the claim: it may be over by now.
std::optional<Job> Puller::consider(std::size_t cell, Claim claim) {
  Job job = job_.job(cell);
  const CellState state = cell_state_in(job.folder);
  const bool written = job_.has_written(cell);
  if (is_over(state) && !(job.order.fresh && !written)) return pass_over(cell, "over", state.step), std::nullopt;
  if (state.status == "failed" && (written || !job_.settings().retry))
    return pass_over(cell, "failed", state.step), std::nullopt;
  if (!state.failure.empty() && !job.order.fresh) {
    ledger_.became(job.order.cell, {.kind = Outcome::Kind::stopped,
                                    .complaints = {{state.failure, "--fresh trains it anew"}},
                                    .code = static_cast<int>(state.unknown ? Exit::environment : Exit::corrupt)});
    if (state.unknown) return tried_.insert(cell), std::nullopt;
    return pass_over(cell, "refused", state.step), std::nullopt;
  }
  const bool begun = state.exists && !state.isa.empty() && !job.order.fresh;
  if (begun && state.isa != isa_) {
    waits_for_isa_.insert(cell);
    ++other_isa_[state.isa];
    return std::nullopt;
  }
  job.order.fresh = job.order.fresh && !written;
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
  journals_.read();
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

/// Others have what is left: one of all workers waits, in case that they die.
void Puller::wait_or_end() {
  const auto wait = wait_for(job_.settings().lease);
  look_again_ = Clock::now() + wait;
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
}

void Puller::note_end(const Given& one, const Outcome& outcome) {
  using Kind = Outcome::Kind;
  const std::string& cell = job_.cell(one.cell);
  const std::int64_t step = cell_state_in(job_.settings().run / cell).step;
  const bool is_over = outcome.kind == Kind::finished || outcome.kind == Kind::diverged || outcome.kind == Kind::failed;
  const bool is_refused = outcome.kind == Kind::stopped && outcome.code == static_cast<int>(Exit::corrupt);
  has_progressed_ = has_progressed_ || is_over || step > one.first_step;
  if (!is_over) tried_.insert(one.cell);
  journal_.note(is_refused ? "refused" : word_of(outcome.kind), cell, step);
}

std::size_t Puller::open() {
  journals_.read();
  std::size_t count = 0;
  for (std::size_t cell = 0; cell < job_.size(); ++cell) count += journals_.is_over(job_.cell(cell)) ? 0 : 1;
  return count;
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
