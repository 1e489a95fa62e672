/// An experiment's grid on Slurm: read and checked as `ganzoo run` does, handed over as an array of workers that pull
/// cells, and left.
#pragma once

#include <ganzoo/experiment/run/supervisor.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

struct SubmitOptions {
  RunOptions run;         ///< what `ganzoo run` takes of the experiment and its cells
  int tasks = 0;          ///< workers; 0: a cell each, at most 64
  int at_once = 0;        ///< of them; 0: all
  std::string time, mem;  ///< "12:00" (hours and minutes) and "4G"; empty: the site's defaults
  bool add = false;       ///< more workers beside those of an earlier submit
  bool then_report = false, print = false, wait = false;
  std::vector<std::string> sbatch;  ///< its own options, handed on
};

/// Returns an exit code of README's table: what became of the cells where it waits for them. Throws ganzoo::Error; nothing
/// is left of a job that Slurm did not take.
int submit(const SubmitOptions& options);

}  // namespace ganzoo::experiment
