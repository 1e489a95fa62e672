/// The supervisor of `ganzoo run`: loads no component, opens no data; one worker process a cell.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace ganzoo::experiment {

struct RunOptions {
  std::filesystem::path experiment;  ///< or a run.h5: that cell again
  std::vector<std::string> overrides;
  std::filesystem::path with;  ///< winners of `compare --tune`, laid into the grid; empty: none
  std::filesystem::path out;   ///< empty: runs/<title>
  int jobs = 0;                ///< 0: the number of cores
  int timeout = 1800;          ///< seconds in which a worker must do a step, or fail; 0: for ever
  int processes = 1;           ///< over which each cell is spread, as many as its threads
  int shard = 0, shards = 1;   ///< --shard I/N: cells I, I + N, …, I in [0, N)
  bool base = false, list = false, retry = false, fresh = false;
  bool uncut = false;    ///< every cell to its end, whatever [search] says
  bool quiet = false;    ///< errors only
  bool verbose = false;  ///< unless quiet: a line for each cell's decision, each worker's start and end
  std::string only;      ///< glob on cell ids; empty: all
};

/// Runs the experiment; returns an exit code of README's table. Throws ganzoo::Error for what stops everything.
int run(const RunOptions& options);

/// The worker's side: the hidden verb `ganzoo work`, given the resolved cell. `launcher`: the worker whose mpirun has
/// started this process; 0: it is the worker itself.
int worker_main(const std::filesystem::path& folder, int launcher = 0);

}  // namespace ganzoo::experiment
