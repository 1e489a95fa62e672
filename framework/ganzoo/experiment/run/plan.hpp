/// What a run does with each of its cells: train, go on, skip, or refuse.
#pragma once

#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/cell_state.hpp>
#include <ganzoo/experiment/grid/cell.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

struct Decision {
  enum class Action : std::uint8_t {
    train,     ///< from the beginning
    resume,    ///< where it was interrupted
    skip,      ///< done: finished or diverged
    postpone,  ///< nobody knows whether it can be trained: something from outside kept this run from finding out
    failed,  ///< failed earlier and is not asked for again; or its component cannot be loaded, and there is nothing to
             ///< record (that is, or a run that did not fail stands there)
    record,  ///< record that its component cannot be loaded
    refuse   ///< the folder holds what this run cannot go on from
  };
  Action action = Action::train;
  bool forget = false;  ///< remove what is there first
  Complaint complaint;  ///< of postpone, failed, record and refuse
  std::vector<std::string>
      changed;                     ///< components, or "data", that a finished cell was trained with another version of
  Exit code = Exit::cells_failed;  ///< that the complaint ends the run with
};

struct RerunOptions {
  bool retry = false, fresh = false;
};

/// `data_sha256`: of the cell's data as it is now.
Decision decide(const Cell& cell, const CellState& state, const Catalogue& catalogue, const std::string& data_sha256,
                const RerunOptions& rerun);

}  // namespace ganzoo::experiment
