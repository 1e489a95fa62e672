/// Runs one worker process a cell, so many at a time, and tells what became of each.
#pragma once

#include <chrono>
#include <ganzoo/experiment/run/progress.hpp>
#include <ganzoo/experiment/run/verdict.hpp>
#include <ganzoo/experiment/run/worker_process.hpp>
#include <vector>

namespace ganzoo::experiment {

/// SIGINT, SIGTERM or SIGHUP ends it early: workers get SIGTERM, commit and end; who insists (Interrupts) kills them.
/// SIGTSTP stops the workers, too, until the program is continued. Only from the main thread. `caught` receives the
/// first signal's number, or 0. A worker that tells of no step for `timeout` (0: for
/// ever) is killed, and its cell has failed.
std::vector<Outcome> run_fleet(const std::vector<Job>& jobs, int at_a_time, std::chrono::seconds timeout,
                               Progress& progress, int& caught);

}  // namespace ganzoo::experiment
