/// What is to be done with each cell of an experiment, and the jobs that this makes.
#pragma once

#include <ganzoo/experiment/ask/cell_state.hpp>
#include <ganzoo/experiment/run/ledger.hpp>
#include <ganzoo/experiment/run/plan.hpp>
#include <ganzoo/experiment/run/preparation.hpp>
#include <ganzoo/experiment/run/worker_process.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

Job job_for(const Cell& cell, const Decision& decision, const std::filesystem::path& out, const std::string& command);

/// There is something to be trained, or to be recorded.
bool is_work(Decision::Action action);

struct Agenda {
  std::vector<CellState> now;       ///< of each cell
  std::vector<Decision> decisions;  ///< on each
  std::vector<Job> jobs;            ///< those to be trained, or to be recorded as failed

  /// Every decision, and what is to be said of it.
  void tell(const std::vector<Cell>& cells, Ledger& ledger) const;
};

/// Reads what stands in every cell's folder. `data`: each cell's data's SHA-256; `command`: for the provenance.
Agenda agenda_of(const Preparation& all, const std::vector<std::string>& data, const RerunOptions& rerun,
                 const std::string& command);

}  // namespace ganzoo::experiment
