/// Runs of an experiment with a [search]: those that were cut, and those that confirm a winner.
#pragma once

#include <ganzoo/experiment/search/judgement.hpp>
#include <ganzoo/report/runs/runs.hpp>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::report {

/// Where a run was cut; none of one that goes on or is over.
std::optional<experiment::Cut> cut_of(const Run& run);

/// Leaves the seeds out that a winner was chosen with, where all that were to confirm it are over: what chose it flatters
/// it. `paths`: folders whose judgements count.
void use_confirmed(std::vector<Run>& runs, const std::vector<std::filesystem::path>& paths,
                   std::vector<std::string>& notices);

/// "budget: 41200 of 96000 steps trained (43 %), 24 of 32 groups cut at 1000, 6 at 4000"; "" where nothing was cut.
/// `groups`: the runs of each.
std::string budget_of(const std::vector<Run>& runs, const std::vector<std::vector<std::size_t>>& groups);

}  // namespace ganzoo::report
