#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ganzoo/report/runs/searched.hpp>
#include <map>
#include <set>

namespace ganzoo::report {
namespace {

/// All of a spec but the seed.
bool is_same_setting(const Spec& a, const Spec& b) {
  const auto rest = [](const Spec& spec) {
    std::map<std::string, std::string> sections;
    for (const auto& section : spec.sections())
      if (section->name != "seed") sections[section->name] = section->sorted;
    return sections;
  };
  return rest(a) == rest(b);
}

void use_confirmed(std::vector<Run>& runs, const experiment::Judged& winner, const std::vector<std::int64_t>& seeds,
                   std::vector<std::string>& notices) {
  const auto chosen = std::ranges::find_if(runs, [&](const Run& run) { return run.log->cell == winner.cells.front(); });
  if (chosen == runs.end()) return;
  const Spec setting = chosen->spec;
  std::set<std::int64_t> confirmed;
  for (const Run& run : runs)
    if (run.is_over() && std::ranges::find(seeds, run.log->seed) != seeds.end() && is_same_setting(run.spec, setting))
      confirmed.insert(run.log->seed);
  if (confirmed.size() < seeds.size()) {
    notices.push_back(fmt::format("{}: won, and is not confirmed yet by seed{} {}: what chose it flatters it",
                                  winner.cells.front(), seeds.size() == 1 ? "" : "s", fmt::join(seeds, ", ")));
    return;
  }
  const std::string name = chosen->name();
  std::erase_if(runs,
                [&](const Run& run) { return std::ranges::find(winner.cells, run.log->cell) != winner.cells.end(); });
  notices.push_back(
      fmt::format("{} won, and is reported with the seed{} that confirm{} it: {}; the budget counts these, "
                  "not the runs that chose it",
                  name, seeds.size() == 1 ? "" : "s", seeds.size() == 1 ? "s" : "", fmt::join(seeds, ", ")));
}

std::int64_t steps_of(const Run& run) {
  const Value* steps = run.spec.find("steps");
  const auto* number = steps == nullptr ? nullptr : steps->get_if<std::int64_t>();
  return number == nullptr ? run.log->step : *number;
}

}  // namespace

std::optional<experiment::Cut> cut_of(const Run& run) {
  return run.log->status == log::Status::interrupted ? experiment::cut_in(run.log->reason) : std::nullopt;
}

void use_confirmed(std::vector<Run>& runs, const std::vector<std::filesystem::path>& paths,
                   std::vector<std::string>& notices) {
  for (const auto& path : paths)
    for (const experiment::Judgement& judgement : experiment::judgements_in(path)) {
      if (judgement.step != 0 || judgement.confirm.empty()) continue;
      for (const experiment::Judged& judged : judgement.competitors)
        if (judged.kept && !judged.spare) use_confirmed(runs, judged, judgement.confirm, notices);
    }
}

std::string budget_of(const std::vector<Run>& runs, const std::vector<std::vector<std::size_t>>& groups) {
  std::map<std::int64_t, std::size_t> cut_at;
  for (const auto& group : groups)
    if (const auto cut = cut_of(runs[group.front()])) ++cut_at[cut->step];
  if (cut_at.empty()) return {};
  std::int64_t trained = 0, asked = 0;
  for (const Run& run : runs) trained += run.log->step, asked += steps_of(run);
  std::string text = fmt::format("budget: {} of {} steps trained ({:.0f} %)", trained, asked,
                                 100 * static_cast<double>(trained) / static_cast<double>(asked));
  bool first = true;
  for (const auto& [step, count] : cut_at) {
    text += first ? fmt::format(", {} of {} groups cut at {}", count, groups.size(), step)
                  : fmt::format(", {} at {}", count, step);
    first = false;
  }
  return text;
}

}  // namespace ganzoo::report
