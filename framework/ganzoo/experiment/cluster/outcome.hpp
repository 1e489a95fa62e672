/// What became of the cells of jobs that are over: by their folders, and not by what a scheduler remembers.
#pragma once

#include <ganzoo/experiment/run/preparation.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// Waits until Slurm has no worker of the jobs left, and prints what became of the cells. Returns 0 where all are over, 1
/// where some failed, 143 where some are left, which the next submit takes up.
int wait_for_end(const std::vector<std::string>& jobs, const Preparation& all);

}  // namespace ganzoo::experiment
