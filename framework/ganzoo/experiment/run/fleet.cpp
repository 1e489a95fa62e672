#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <deque>
#include <ganzoo/experiment/ask/cell_state.hpp>
#include <ganzoo/experiment/run/fleet.hpp>
#include <ganzoo/experiment/run/worker_signals.hpp>
#include <ganzoo/os/process.hpp>
#include <list>
#include <optional>
#include <sstream>

namespace ganzoo::experiment {

namespace {

using Clock = WorkerProcess::Clock;

constexpr int poll_milliseconds = 100;

/// What keeps one cell from starting keeps the others, too, unless it is about the cell's own folder.
bool concerns_all(int reason) {
  constexpr std::array shared{ENOSPC, EDQUOT, EROFS, EIO, EMFILE, ENFILE, ENOMEM};
  return std::ranges::find(shared, reason) != shared.end();
}

class Fleet {
 public:
  Fleet(Jobs& jobs, int at_a_time, std::chrono::seconds timeout, Progress& progress)
      : jobs_(jobs), at_a_time_(static_cast<std::size_t>(at_a_time)), timeout_(timeout), progress_(progress) {}

  int run() {
    while (!workers_.empty() || (!stopping_ && !jobs_.is_exhausted())) {
      signals_.pass_on(workers_);
      stopping_ = stopping_ || signals_.asked_to_stop();
      while (!stopping_ && workers_.size() < at_a_time_ && take_next()) start(given_.size() - 1);
      poll_workers();
      kill_overdue();
      reap();
      jobs_.tick();
      progress_.tick();
    }
    return WorkerSignals::caught();
  }

 private:
  bool take_next() {
    std::optional<Job> job = jobs_.next();
    if (!job) return false;
    given_.push_back(*std::move(job));
    return true;
  }

  void start(std::size_t index) {
    const Job& job = given_[index];
    std::error_code error;
    std::filesystem::create_directories(job.folder, error);
    if (error) return give_up(index, job.folder, error.value());
    const std::string log = (job.folder / "worker.log").string();
    const os::Descriptor output(::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!output.open()) return give_up(index, log, errno);
    try {
      launch(index, output.get());
    } catch (const Error& refusal) {
      give_up(index, refusal, true);
    }
  }

  void launch(std::size_t index, int log) {
    const WorkerProcess& worker = workers_.emplace_back(index, given_[index], log);
    progress_.detail(fmt::format("{}: worker {} starts", given_[index].order.cell, worker.child.pid()));
  }

  void give_up(std::size_t index, const std::filesystem::path& path, int reason) {
    give_up(index, {Exit::environment, fmt::format("{}: {}", path.string(), std::strerror(reason))},
            concerns_all(reason));
  }

  void give_up(std::size_t index, const Error& error, bool all) {
    jobs_.became(index, {Outcome::Kind::not_started, error.complaints(), static_cast<int>(error.code())});
    stopping_ = stopping_ || all;
  }

  void poll_workers() {
    std::vector<pollfd> ready;
    for (const WorkerProcess& worker : workers_) ready.push_back({worker.descriptor(), POLLIN, 0});
    if (poll(ready.data(), ready.size(), poll_milliseconds) < 0 && errno != EINTR) return;
    for (WorkerProcess& worker : workers_)
      if (worker.receive()) progress_.beat(worker.index, worker.step(), worker.steps());
  }

  void kill_overdue() {
    const auto now = Clock::now();
    for (WorkerProcess& worker : workers_) {
      const std::string reason = worker.lateness(timeout_, now);
      if (reason.empty() || worker.child.ended()) continue;
      worker.give_up(reason, worker.is_closed() ? "" : "--timeout SECONDS gives a step more time");
    }
  }

  void reap() {
    for (auto worker = workers_.begin(); worker != workers_.end();) {
      const std::optional<os::Ending> ending = worker->child.ended();
      if (!ending) {
        // Its descriptor may be closed long before its end: then only time tells.
        if (worker->is_closed()) worker->child.wait(std::chrono::milliseconds(5));
        ++worker;
        continue;
      }
      worker->receive();
      progress_.detail(
          fmt::format("{}: worker {} {}", given_[worker->index].order.cell, worker->child.pid(), ending->text()));
      const Outcome outcome = conclude(*worker, *ending);
      remove_empty_log(given_[worker->index].folder);
      tell(*worker, outcome);
      jobs_.became(worker->index, outcome);
      worker = workers_.erase(worker);
    }
  }

  Outcome conclude(const WorkerProcess& worker, const os::Ending& ending) {
    const Job& job = given_[worker.index];
    if (!job.order.failure.empty()) return {Outcome::Kind::failed, {{job.order.failure, ""}}};
    if (!job.order.cut.empty() && !ending.signalled && ending.code == 0) return {Outcome::Kind::cut};
    const Evidence evidence{.ending = ending,
                            .state = cell_state_in(job.folder),
                            .asked_to_stop = signals_.asked_to_stop(),
                            .given_up = worker.given_up,
                            .hint = worker.hint,
                            .culprit = worker.culprit,
                            .step = worker.step(),
                            .until = job.order.until,
                            .error = worker.error()};
    Outcome outcome = judge(evidence);
    if (outcome.to_be_recorded) record(job, outcome.complaints.front());
    if (outcome.concerns_all) stopping_ = true;
    return outcome;
  }

  /// A worker that died could not record its failure: another one does, without loading anything.
  static void record(const Job& job, Complaint& complaint) try {
    if (!has_recorded(job, complaint.message))
      complaint.message += fmt::format(" (which could not be recorded in {})", (job.folder / "run.h5").string());
  } catch (const Error& error) {
    complaint.message += fmt::format(" (which could not be recorded: {})", error.what());
  }

  static bool has_recorded(Job job, const std::string& failure) {
    job.order.failure = failure;
    WorkerProcess clerk(0, job, -1);
    const std::optional<os::Ending> ending = clerk.child.wait(stop_patience);
    return ending && !ending->signalled && ending->code == 0;
  }

  /// An empty worker.log beside a run.h5 tells nothing, and is removed: ten thousand cells would leave ten thousand.
  static void remove_empty_log(const std::filesystem::path& folder) {
    std::error_code ignored;
    const bool committed = std::filesystem::exists(folder / "run.h5", ignored);
    if (committed && std::filesystem::file_size(folder / "worker.log", ignored) == 0)
      std::filesystem::remove(folder / "worker.log", ignored);
  }

  void tell(const WorkerProcess& worker, const Outcome& outcome) {
    const Job& job = given_[worker.index];
    std::string text = fmt::format("{} {}", job.order.cell, name_of(outcome.kind));
    if (worker.step() >= 0)
      text += fmt::format(" at step {}, {:.1f} s{}", worker.step(), worker.seconds(), job.resumes ? ", resumed" : "");
    if (outcome.ran_away) text += fmt::format(", ran away at step {}", *outcome.ran_away);
    if (outcome.kind == Outcome::Kind::diverged) text += ": " + outcome.complaints.front().message;
    progress_.done(worker.index, text);
    std::istringstream profile(worker.profile());
    for (std::string line; std::getline(profile, line);) progress_.say(line);
  }

  Jobs& jobs_;
  std::size_t at_a_time_;
  std::chrono::seconds timeout_;
  Progress& progress_;
  std::deque<Job> given_;
  std::list<WorkerProcess> workers_;
  bool stopping_ = false;
  WorkerSignals signals_;
};

}  // namespace

int run_fleet(Jobs& jobs, int at_a_time, std::chrono::seconds timeout, Progress& progress) {
  return Fleet(jobs, at_a_time, timeout, progress).run();
}

}  // namespace ganzoo::experiment
