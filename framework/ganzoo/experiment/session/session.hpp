/// One cell, from its resolved spec to a whole run.h5: builds the players, trains, logs, commits, resumes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/value.hpp>
#include <ganzoo/os/files.hpp>
#include <string>

namespace ganzoo::experiment {

struct Session {
  std::string cell;              ///< the cell's id
  Table spec;                    ///< Cell::spec: every key present
  std::string spec_sha256;       ///< Cell::spec_sha256; empty: the whole spec is what a resumed run must agree in
  std::filesystem::path folder;  ///< of the cell, existing and locked by the caller; run.h5 goes there
  std::string command;           ///< for the provenance
  os::Fence fence;               ///< asked before each commit takes its place: throws Superseded where it must not
  std::int64_t until = 0;        ///< pauses at this step, resumable, as though interrupted there; 0: goes to the end
  /// Called after every step, and before the first with step 0 (or where the run resumes).
  std::function<void(std::int64_t step, std::int64_t steps)> beat;
};

/// Another process has taken the cell over: nothing more is written (locked).
class Superseded : public Error {
 public:
  explicit Superseded(const std::string& by) : Error(Exit::locked, by) {}
};

/// Trains the cell, going on from the last commit in folder/run.h5; every commit is atomic. Returns 0 when the run has
/// finished, diverged or paused, 128 and its number when SIGINT, SIGTERM or SIGXCPU stopped it (committed, resumable). Throws ganzoo::Error:
/// cells_failed where a component failed, after recording it in run.h5 with all rows up to there; WriteError where the
/// disk did; corrupt, without touching the file, where the run to be resumed is of another component, other data or
/// another instruction set; Superseded, which leaves the file to its new owner.
int run_session(const Session& session);

// Why a cell failed that a component threw out of, in its run.h5 and to the user.
inline const std::string no_std_exception = "a component threw something that is no std::exception";
inline const std::string stopped_by = "stopped by an exception: ";

}  // namespace ganzoo::experiment
