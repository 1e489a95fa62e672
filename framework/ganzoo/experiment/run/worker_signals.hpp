/// What signals to the program do to its workers: where a signal ends their runs, and where it stops them for a while.
#pragma once

#include <chrono>
#include <ganzoo/experiment/run/worker_process.hpp>
#include <ganzoo/os/signals.hpp>
#include <list>
#include <optional>

namespace ganzoo::experiment {

/// A worker that was told to stop has this long for its last commit.
constexpr std::chrono::seconds stop_patience{60};

class WorkerSignals {
 public:
  /// Passes on what came since the last call: the first signal that asks for the end as SIGTERM; who insists, or has
  /// waited for stop_patience, as SIGKILL; SIGTSTP until the program is continued.
  void pass_on(std::list<WorkerProcess>& workers);

  /// The number of the signal that asked for the end, SIGUSR1 for a scheduler's warning, or 0.
  static int caught();
  /// Workers have been told to stop.
  bool asked_to_stop() const { return asked_to_stop_.has_value(); }

 private:
  using Clock = WorkerProcess::Clock;

  void suspend(std::list<WorkerProcess>& workers);

  os::Signals signals_;
  std::optional<Clock::time_point> asked_to_stop_;
};

}  // namespace ganzoo::experiment
