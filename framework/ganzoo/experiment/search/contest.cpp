#include <fmt/format.h>

#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/cell_state.hpp>
#include <ganzoo/experiment/search/contest.hpp>

namespace ganzoo::experiment {
namespace {

bool is_over(const CellState& state) {
  return state.status == "finished" || state.status == "diverged" || state.status == "failed";
}

void add_open(std::vector<std::string>& left, const std::vector<std::string>& cells, const std::filesystem::path& run) {
  for (const std::string& cell : cells)
    if (!is_over(cell_state_in(run / cell))) left.push_back(cell);
}

/// A file that cannot be read keeps its race from being judged.
std::optional<Judgement> judgement_of(const Contest& contest, const std::filesystem::path& run) try {
  return judge(contest.question(), run);
} catch (const Error& error) {
  if (error.code() == Exit::usage) throw;
  return std::nullopt;
}

void add_left(std::vector<std::string>& left, Contest& contest, const std::filesystem::path& run) {
  for (bool at_the_end = false; !at_the_end;) {
    at_the_end = contest.until() == 0;
    const auto judgement = judgement_of(contest, run);
    if (!judgement) {
      for (const Entrant& entrant : contest.in()) add_open(left, entrant.cells, run);
      return;
    }
    if (at_the_end)
      for (const Entrant& winner : contest.winners(*judgement)) add_open(left, winner.confirm, run);
    else
      for (const CutCell& cut : contest.cut(*judgement)) {
        const CellState state = cell_state_in(run / cut.cell);
        if (!is_over(state) && state.reason != cut.reason) left.push_back(cut.cell);
      }
  }
}

}  // namespace

Contest::Contest(const Search& rules, std::string name, std::vector<std::pair<std::string, std::string>> within,
                 std::vector<Entrant> in)
    : rules_(rules), name_(std::move(name)), within_(std::move(within)), in_(std::move(in)) {}

Judgement Contest::question() const {
  const std::int64_t step = until();
  Judgement judgement{.name = fmt::format("{}-{}", name_, step == 0 ? "end" : std::to_string(step)),
                      .race = within_,
                      .metric = rules_.metric,
                      .better = {},
                      .step = step,
                      .keep = step == 0 ? 1 : rules_.keep[rung_],
                      .confirm = step == 0 ? rules_.confirm : std::vector<std::int64_t>(),
                      .competitors = {}};
  for (const Entrant& entrant : in_) {
    Judged& one = judgement.competitors.emplace_back();
    one.cells = entrant.cells;
    one.spare = entrant.spare;
  }
  return judgement;
}

std::vector<CutCell> Contest::cut(const Judgement& judgement) {
  std::vector<Entrant> kept;
  std::vector<CutCell> out;
  for (std::size_t i = 0; i < in_.size(); ++i) {
    const Judged& one = judgement.competitors[i];
    if (one.kept)
      kept.push_back(std::move(in_[i]));
    else
      for (const std::string& cell : one.cells) out.push_back({cell, reason_of(judgement, one)});
  }
  in_ = std::move(kept);
  ++rung_;
  return out;
}

void Contest::let_confirm(const std::function<std::vector<std::string>(const std::string&)>& confirming) {
  for (Entrant& entrant : in_) entrant.confirm = confirming(entrant.cells.front());
}

std::vector<Entrant> Contest::winners(const Judgement& judgement) const {
  std::vector<Entrant> best;
  for (std::size_t i = 0; i < in_.size(); ++i)
    if (judgement.competitors[i].kept && !in_[i].spare) best.push_back(in_[i]);
  return best;
}

std::vector<Contest> contests_of(const Search& search, const std::vector<Cell>& cells) {
  std::vector<Contest> all;
  for (const Race& race : races_of(search, cells)) {
    std::vector<Entrant> in;
    for (const Competitor& competitor : race.competitors) {
      Entrant& entrant = in.emplace_back();
      entrant.spare = competitor.spare;
      for (const std::size_t i : competitor.cells) entrant.cells.push_back(cells[i].id);
    }
    all.emplace_back(search, race.name, race.within, std::move(in));
  }
  return all;
}

std::vector<std::string> left_of(std::vector<Contest> contests, const std::filesystem::path& run) {
  std::vector<std::string> left;
  for (Contest& contest : contests) add_left(left, contest, run);
  return left;
}

}  // namespace ganzoo::experiment
