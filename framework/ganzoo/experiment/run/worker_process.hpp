/// One worker as its supervisor sees it: the process, and what it has told of its cell.
#pragma once

#include <chrono>
#include <csignal>
#include <filesystem>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/value.hpp>
#include <ganzoo/experiment/run/worker.hpp>
#include <ganzoo/os/process.hpp>
#include <ganzoo/os/shared_number.hpp>
#include <optional>
#include <string>

namespace ganzoo::experiment {

/// A cell to be trained, or to be recorded as failed.
struct Job {
  Order order;
  std::filesystem::path folder;  ///< of the cell; made if need be
  bool resumes = false;
};

class WorkerProcess {
 public:
  using Clock = std::chrono::steady_clock;

  /// Starts one for the job, whose words go to the descriptor `log`. Throws ganzoo::Error (environment).
  WorkerProcess(std::size_t index, const Job& job, int log);

  /// Takes in what it has told since; never waits. Whether it has told of its step.
  bool receive();
  /// Why it is not waited for any longer, "" where it is: it has done no step for `timeout` (0: for ever), or has closed
  /// its descriptor.
  std::string lateness(std::chrono::seconds timeout, Clock::time_point now) const;
  /// Kills it, for a reason that is the cell's own.
  void give_up(const std::string& reason, const std::string& hint);
  /// Stops it and all that it has started, until SIGCONT. What mpirun starts is in groups of its own, on other machines
  /// perhaps: of several processes the worker has them stopped.
  void suspend() const { processes_ > 1 ? child.signal(SIGTSTP) : child.signal_group(SIGSTOP); }
  /// A time for which it was stopped counts for nothing.
  void extend(Clock::duration pause);

  /// The last step that it has done, told or not; −1 before it has begun.
  std::int64_t step() const;
  std::int64_t steps() const { return steps_; }
  double seconds() const { return std::chrono::duration<double>(Clock::now() - begun_).count(); }
  int descriptor() const { return beats_.get(); }
  bool is_closed() const { return !beats_.open(); }
  /// What it told of its end, proved to be its own.
  std::optional<Error> error() const;
  std::string profile() const;

  std::size_t index;  ///< of the job
  os::Child child{};
  std::string given_up{};  ///< why it was killed, and a hint to that
  std::string hint{};
  std::string culprit{};  ///< the file that was running when a signal came

 private:
  void parse(const std::string& line);

  int processes_;
  os::Descriptor beats_{};
  os::SharedNumber step_done_{-1};
  Clock::time_point begun_ = Clock::now();
  Clock::time_point moved_ = begun_;           ///< when it last told of another step
  std::optional<Clock::time_point> closed_{};  ///< when its descriptor was closed
  std::string pending_{}, token_;
  std::int64_t told_ = -1, steps_ = 0;
  bool beaten_ = false;
  Table done_{}, error_{};
};

}  // namespace ganzoo::experiment
