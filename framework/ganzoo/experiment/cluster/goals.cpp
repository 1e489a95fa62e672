#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/cluster/goals.hpp>

namespace ganzoo::experiment {
namespace {

/// False where another job of the same run has asked otherwise.
bool answers(const Judgement& judgement, const Contest& contest) {
  const Judgement question = contest.question();
  return judgement.metric == question.metric && judgement.step == question.step && judgement.keep == question.keep &&
         std::ranges::equal(judgement.competitors, question.competitors, {}, &Judged::cells, &Judged::cells);
}

}  // namespace

Goals::Goals(const JobFolder& job, Claims& claims, Journal& journal, Say say)
    : job_(job),
      claims_(claims),
      journal_(journal),
      say_(std::move(say)),
      journals_(job.path() / "workers"),
      goals_(job.size()) {
  for (std::size_t i = 0; i < job.size(); ++i) index_[job.cell(i)] = i;
  if (job.contests().empty()) std::ranges::fill(goals_, Goal{});
  for (const Contest& contest : job.contests()) {
    heats_.push_back({contest});
    for (const Entrant& entrant : contest.in()) set(entrant.cells, {contest.until()});
  }
}

void Goals::update() {
  journals_.read();
  for (Heat& heat : heats_) advance(heat);
}

std::optional<Goal> Goals::of(std::size_t cell) const {
  const std::optional<Goal>& goal = goals_[cell];
  const std::string& id = job_.cell(cell);
  if (!goal || journals_.is_over(id)) return std::nullopt;
  if (!goal->cut.empty() && journals_.is_cut(id)) return std::nullopt;
  if (goal->until > 0 && journals_.reached(id) >= goal->until) return std::nullopt;
  return goal;
}

bool Goals::may_come(const std::function<bool(std::size_t)>& cannot) const {
  return std::ranges::any_of(heats_, [&](const Heat& heat) {
    const auto& in = heat.contest.in();
    const bool is_last = heat.contest.until() == 0 && in.front().confirm.empty();
    const auto blocks = [&](const std::string& cell) { return !is_there(cell) && cannot(index_.at(cell)); };
    const auto is_blocked = [&](const Entrant& entrant) { return std::ranges::any_of(entrant.cells, blocks); };
    return !heat.is_over && !is_last && !is_stalled(heat) && std::ranges::none_of(in, is_blocked);
  });
}

std::size_t Goals::left() const {
  std::size_t count = waiting();
  for (std::size_t cell = 0; cell < goals_.size(); ++cell) count += of(cell).has_value();
  return count;
}

std::size_t Goals::waiting() const {
  std::size_t count = 0;
  for (const Heat& heat : heats_)
    for (const Entrant& entrant : heat.contest.in())
      for (const std::string& cell : entrant.cells)
        count += !heat.is_over && index_.contains(cell) && !journals_.is_over(cell) && is_there(cell);
  return count;
}

/// At the rung, or over; a cell of which the job knows nothing was over before.
bool Goals::is_there(const std::string& cell) const {
  const auto found = index_.find(cell);
  return found == index_.end() || !of(found->second);
}

/// A file that a worker elsewhere has written may show here a moment later; what does not show then will not.
bool Goals::is_stalled(const Heat& heat) const {
  const auto patience = std::chrono::duration<double>(job_.settings().lease);
  return heat.stuck && Clock::now() - *heat.stuck > patience;
}

void Goals::advance(Heat& heat) {
  const auto all_there = [&] {
    return std::ranges::all_of(heat.contest.in(), [&](const Entrant& entrant) {
      return std::ranges::all_of(entrant.cells, [&](const std::string& cell) { return is_there(cell); });
    });
  };
  while (!heat.is_over && all_there()) {
    const auto judgement = judgement_for(heat);
    if (!judgement) return;
    go_on(heat, *judgement);
  }
}

/// By whichever worker comes first, and as that one has kept it.
std::optional<Judgement> Goals::judgement_for(Heat& heat) {
  const std::string name = heat.contest.question().name, claim_name = ".judge-" + name;
  if (!journals_.is_judged(name)) {
    std::optional<Claim> claim = claims_.take(claim_name);
    if (!claim && claims_.expire(claim_name)) claim = claims_.take(claim_name);
    if (!claim) return std::nullopt;
    journals_.read();
    if (!journals_.is_judged(name)) return judge_now(heat);
  }
  try {
    Judgement kept = read_judgement(job_.settings().run, name);
    return answers(kept, heat.contest) ? kept : judge(heat.contest.question(), job_.settings().run);
  } catch (const Error&) {
    return std::nullopt;  // not seen here yet
  }
}

std::optional<Judgement> Goals::judge_now(Heat& heat) try {
  const std::filesystem::path& run = job_.settings().run;
  auto judgement = judge(heat.contest.question(), run);
  if (!judgement) {
    if (!heat.stuck) heat.stuck = Clock::now();
    return std::nullopt;
  }
  heat.stuck.reset();
  if (keep(*judgement, run))
    say_(fmt::format("notice: {} is judged anew: the judgement before is kept beside it", judgement->name));
  journal_.note("judged", judgement->name);
  return judgement;
} catch (const Error& error) {
  if (error.code() != Exit::corrupt) throw;
  if (!heat.stuck) heat.stuck = Clock::now();
  return std::nullopt;
}

void Goals::go_on(Heat& heat, const Judgement& judgement) {
  Contest& contest = heat.contest;
  if (contest.until() == 0) {
    heat.is_over = true;
    for (const Entrant& winner : contest.winners(judgement)) set(winner.confirm, {});
    return;
  }
  const std::int64_t step = contest.until();
  for (const CutCell& cut : contest.cut(judgement)) set({cut.cell}, {0, cut.reason});
  for (const Entrant& entrant : contest.in()) set(entrant.cells, {contest.until()});
  say_(fmt::format("{}: {} of {} go on behind step {}", contest.name(), contest.in().size(),
                   judgement.competitors.size(), step));
}

void Goals::set(const std::vector<std::string>& cells, const Goal& goal) {
  for (const std::string& cell : cells)
    if (const auto found = index_.find(cell); found != index_.end()) goals_[found->second] = goal;
}

}  // namespace ganzoo::experiment
