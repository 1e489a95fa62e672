/// One worker of a job: what `ganzoo run --task` does, under a scheduler or started by hand on any machine that sees the
/// run's folder.
#pragma once

#include <filesystem>

namespace ganzoo::experiment {

struct TaskOptions {
  std::filesystem::path folder;  ///< of the job
  int jobs = 0;                  ///< cells trained at once; 0: as many as there are cores for
  bool quiet = false, verbose = false;
};

/// Pulls cells and trains them until none is left. Returns an exit code of README's table: that of `run`; 143 where a
/// signal, or the time limit, stopped it; 1 where the time limit stopped it before a cell had come any further. Throws
/// ganzoo::Error for what stops everything.
int run_task(const TaskOptions& options);

}  // namespace ganzoo::experiment
