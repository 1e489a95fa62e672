/// What became of a cell: judged by how its process ended and by what stands in its run.h5, never by what was said.
#pragma once

#include <cstdint>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/ask/cell_state.hpp>
#include <ganzoo/os/process.hpp>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// What became of a job.
struct Outcome {
  enum class Kind : std::uint8_t {
    not_started,  ///< the run was stopped first, or could not start it
    finished,
    diverged,
    failed,       ///< and recorded so in run.h5
    killed,       ///< from outside: the same command resumes it
    interrupted,  ///< committed, resumable
    paused,       ///< at the step until which it was asked for
    cut,          ///< paused, and recorded as going no farther
    stopped       ///< locked, environment or corrupt: nothing was recorded
  };
  Kind kind = Kind::not_started;
  std::vector<Complaint> complaints{};
  int code = 0;                 ///< of the process, for `stopped` and `interrupted`; of what kept it from starting
  bool to_be_recorded = false;  ///< of `failed`: the worker could not
  bool concerns_all = false;    ///< of `stopped`: no other cell would fare better
  std::optional<std::int64_t> ran_away{};  ///< of `finished`: since this step
};

/// "finished", "not_started": one word.
const char* name_of(Outcome::Kind kind);

/// What is known of a worker that has ended.
struct Evidence {
  os::Ending ending{};
  CellState state{};  ///< of its folder, now
  bool asked_to_stop = false;
  std::string given_up{};        ///< why the supervisor has killed it; "" where it has not
  std::string hint{};            ///< to that
  std::string culprit{};         ///< the file that was running when a signal came
  std::int64_t step = -1;        ///< the last it told of
  std::int64_t until = 0;        ///< the step at which it was to pause; 0: at none
  std::optional<Error> error{};  ///< what it told of its end, proved to be its own
};

Outcome judge(const Evidence& evidence);

}  // namespace ganzoo::experiment
