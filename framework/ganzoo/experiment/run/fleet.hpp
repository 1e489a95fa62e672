/// Runs one worker process a cell, so many at a time, and tells what became of each.
#pragma once

#include <chrono>
#include <filesystem>
#include <ganzoo/core/api.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/run/progress.hpp>
#include <ganzoo/experiment/run/worker.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

struct Job {
  Order order;
  std::filesystem::path folder;  ///< of the cell; made if need be
  bool resumes = false;
};

/// What became of a job.
struct Outcome {
  enum class Kind : std::uint8_t {
    not_started,  ///< the run was stopped first
    finished,
    diverged,
    failed,       ///< and recorded so in run.h5
    killed,       ///< from outside: the same command resumes it
    interrupted,  ///< committed, resumable
    stopped       ///< locked, environment or corrupt: nothing was recorded
  };
  Kind kind = Kind::not_started;
  std::vector<Complaint> complaints;
  int code = 0;  ///< of the process, for `stopped` and `interrupted`
};

/// SIGINT, SIGTERM or SIGHUP ends it early: workers get SIGTERM, commit and end; a second SIGINT, or any
/// signal five seconds later, kills them. Only from the
/// main thread. `caught` receives that signal's number, or 0. A worker that tells of no step for `timeout` (0: for
/// ever) is killed, and its cell has failed.
GANZOO_API std::vector<Outcome> run_fleet(const std::vector<Job>& jobs, int at_a_time, std::chrono::seconds timeout,
                                          Progress& progress, int& caught);

}  // namespace ganzoo::experiment
