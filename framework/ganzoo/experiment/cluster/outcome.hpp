/// What became of the cells of jobs that are over: by their folders, and not by what a scheduler remembers.
#pragma once

#include <ganzoo/experiment/run/preparation.hpp>
#include <ganzoo/experiment/search/contest.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// Waits until Slurm has no worker of the jobs left, and prints what became of the cells, which compete in these contests.
/// Returns 0 where all are over, or cut; 1 where some failed, 143 where some are left, which the next submit takes up.
int wait_for_end(const std::vector<std::string>& jobs, const Preparation& all, const std::vector<Contest>& contests);

}  // namespace ganzoo::experiment
