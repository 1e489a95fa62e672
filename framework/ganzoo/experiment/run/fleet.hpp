/// Runs one worker process a cell, so many at a time, and tells what became of each.
#pragma once

#include <chrono>
#include <ganzoo/experiment/run/jobs.hpp>
#include <ganzoo/experiment/run/progress.hpp>

namespace ganzoo::experiment {

/// SIGINT, SIGTERM, SIGHUP, SIGXCPU or a warning ends it early: workers get SIGTERM, commit and end; who insists
/// (os::Signals) kills them. SIGTSTP stops the workers, too, until the program is continued. Only from the main thread.
/// Returns the number of the signal that ended it (SIGUSR1 where no other one came), or 0. A worker that tells of no step
/// for `timeout` (0: for ever) is killed, and its cell has failed.
int run_fleet(Jobs& jobs, int at_a_time, std::chrono::seconds timeout, Progress& progress);

}  // namespace ganzoo::experiment
