/// Trains an experiment with a [search]: rung by rung all cells that are still in, then each race is judged and its worst
/// settings are cut. Who stays follows from the run files alone, whatever the order, the number of workers or restarts.
#pragma once

#include <filesystem>
#include <functional>
#include <ganzoo/experiment/run/plan.hpp>
#include <ganzoo/experiment/run/rehearsed.hpp>
#include <ganzoo/experiment/run/supervisor.hpp>
#include <ganzoo/experiment/run/worker_process.hpp>
#include <ganzoo/experiment/search/search.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// All that a run knows once its folder is its own.
struct SearchTask {
  const Search& search;
  const RehearsedCells& cells;
  const Catalogue& catalogue;
  const std::filesystem::path& out;
  const RunOptions& options;
  int at_once = 1;
  std::function<Job(const Cell&, const Decision&)> job_for;
};

/// Returns the exit code; 0 also where cells were cut.
int train_by_search(const SearchTask& task);

}  // namespace ganzoo::experiment
