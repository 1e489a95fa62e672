#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ganzoo/config/json.hpp>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/core/more_memory.hpp>
#include <ganzoo/core/profile.hpp>
#include <ganzoo/experiment/claim/claims.hpp>
#include <ganzoo/experiment/run/message.hpp>
#include <ganzoo/experiment/run/processes.hpp>
#include <ganzoo/experiment/run/supervisor.hpp>
#include <ganzoo/experiment/run/worker.hpp>
#include <ganzoo/experiment/session/session.hpp>
#include <ganzoo/log/run_file.hpp>
#include <ganzoo/os/crash.hpp>
#include <ganzoo/os/lock.hpp>
#include <ganzoo/os/process.hpp>
#include <ganzoo/os/shared_number.hpp>
#include <ganzoo/os/terminal.hpp>
#include <ganzoo/remote/child.hpp>
#include <ganzoo/remote/envelope.hpp>
#include <iostream>
#include <iterator>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

namespace ganzoo::experiment {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_beats{100};
constexpr std::chrono::seconds before_failing{4};
/// A worker whose supervisor was killed ends within moments.
constexpr std::chrono::milliseconds predecessor_patience{10'000};

/// The beat descriptor: never written to where a component has closed it and something else has its number.
class Reporter {
 public:
  Reporter(int descriptor, volatile std::int64_t& step) : descriptor_(descriptor), step_(step) {
    mine_ = fstat(descriptor, &identity_) == 0;
  }

  /// False where a component has closed the descriptor: nothing arrives any more.
  bool is_open() const { return still_mine(); }

  /// Told by the first of several processes to the one that launched them: all have met.
  void meet() { step_ = met; }
  bool have_met() const { return step_ != nobody; }

  void authenticate(std::string token) { token_ = std::move(token); }

  void send(Table message, const std::string& what) const {
    message.set("do", what);
    message.set("token", token_);
    message.set("step", std::int64_t{step_});
    if (still_mine()) write_line(descriptor_, config::to_json(message));
  }

  /// Rarely enough to cost nothing; never waits for the reader. Throws where a component has closed the descriptor: what
  /// else it has closed nobody knows, so the run does not end well.
  void beat(std::int64_t step, std::int64_t steps) {
    step_ = step;
    const auto now = Clock::now();
    if (step != steps && now < next_) return;
    next_ = now + between_beats;
    if (!still_mine()) throw Error(Exit::cells_failed, "closed descriptors not its own");
    pollfd room{descriptor_, POLLOUT, 0};
    if (poll(&room, 1, 0) != 1 || (room.revents & POLLOUT) == 0) return;
    Table message;
    message.set("steps", steps);
    send(std::move(message), "beat");
  }

 private:
  bool still_mine() const {
    struct stat now {};
    return mine_ && fstat(descriptor_, &now) == 0 && now.st_dev == identity_.st_dev && now.st_ino == identity_.st_ino;
  }

  static constexpr std::int64_t nobody = -1, met = -2;  ///< before the first step

  int descriptor_;
  struct stat identity_ {};
  bool mine_ = false;
  std::string token_;
  volatile std::int64_t& step_;  ///< the last done, told or not
  Clock::time_point next_{};
};

/// All of stdin, which holds it no longer: no component shall read the token there.
std::string order_text() {
  std::string text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  const os::Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  if (!nothing.open() || ::dup2(nothing.get(), STDIN_FILENO) < 0)
    throw Error(Exit::environment, fmt::format("/dev/null: {}", std::strerror(errno)));
  return text;
}

Session session_of(const std::filesystem::path& folder, const Order& order) {
  Session session;
  session.cell = order.cell;
  session.spec = config::parse_toml(order.spec, "");
  session.spec_sha256 = order.spec_sha256;
  session.folder = folder;
  session.command = order.command;
  session.fence = fence_of(order);
  session.until = order.until;
  return session;
}

int train(const std::filesystem::path& folder, const Order& order, Reporter& reporter) {
  if (order.fresh) std::filesystem::remove(folder / "run.h5");
  if (ProcessLink* link = process_link()) shared_text(*link, to_text(order));
  Session session = session_of(folder, order);
  session.beat = [&reporter](std::int64_t step, std::int64_t steps) { reporter.beat(step, steps); };
  const int code = run_session(session);
  if (code != 0) return code;
  Table done;
  done.set("profile", profile::table());
  reporter.send(std::move(done), "done");
  return 0;
}

/// Trains as process 0 does, and commits nothing.
int follow(const std::filesystem::path& folder, ProcessLink& link) {
  return run_session(session_of(folder, order_from(shared_text(link, {}))));
}

/// A cell to be trained by several processes, of which this one is not one.
bool is_to_launch(const Order& order) {
  return order.processes > 1 && order.failure.empty() && order.cut.empty() && !process_link();
}

int launch(const std::filesystem::path& folder, const Order& order, const Reporter& reporter) {
  const int code = launch_processes(folder, to_text(order), static_cast<int>(order.processes));
  if (code != 0 && code < 128 && !reporter.have_met())
    throw Error(Exit::environment, fmt::format("mpirun exited with code {} before it had linked the processes", code),
                fmt::format("its words are in {}", (folder / "worker.log").string()));
  return code;
}

int work(const std::filesystem::path& folder, Reporter& reporter) {
  Order order = order_from(order_text());
  if (is_to_launch(order)) {
    reporter.authenticate(order.token);
    return launch(folder, order, reporter);
  }
  reporter.authenticate(std::exchange(order.token, {}));
  const os::FolderLock lock(folder, predecessor_patience);
  log::remove_temporaries(folder / "run.h5");
  if (!order.cut.empty()) return mark_cut(folder, order), 0;
  if (order.failure.empty()) return train(folder, order, reporter);
  mark_failed(folder, order);
  return 0;
}

void print(const Error& error, const std::string& prefix) {
  for (const Complaint& complaint : error.complaints()) {
    os::print_line(stderr, prefix + complaint.message);
    if (!complaint.hint.empty()) os::print_line(stderr, "hint: " + complaint.hint);
  }
}

/// To the supervisor first, then into worker.log: a disk may be full.
int report(const Error& error, const Reporter& reporter) {
  reporter.send(to_message(error), "error");
  print(error, "ganzoo: error: ");
  return static_cast<int>(error.code());
}

/// The code of what `work` returns or throws, which `report` tells.
template <class Work, class Report>
int guarded(const Work& work, const Report& report) {
  try {
    return work();
  } catch (const std::bad_alloc&) {  // one cell's own failure: others may need less
    return report(Error(Exit::cells_failed, more_memory_than_there_is({})));
  } catch (const Error& error) {
    return report(error);
  } catch (const std::system_error& error) {
    return report(remote::as_error(error));
  } catch (const std::exception& exception) {
    return report(Error(Exit::cells_failed, stopped_by + exception.what()));
  } catch (...) {
    return report(Error(Exit::cells_failed, no_std_exception));
  }
}

void hold_back(int number) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

/// Stopped or at its end, and not failed: the others have come as far.
bool is_in_step(int code) { return code == 0 || code > 128; }

/// Any process but the first. What befalls one befalls all, as a rule: the first has time to record it before mpirun,
/// as this one fails, ends them all.
int follower_main(const std::filesystem::path& folder, ProcessLink& link) {
  const int code = guarded([&] { return follow(folder, link); },
                           [&](const Error& error) {
                             print(error, fmt::format("ganzoo: process {}: error: ", link.rank()));
                             std::this_thread::sleep_for(before_failing);
                             return static_cast<int>(error.code());
                           });
  if (is_in_step(code)) link.close();
  return is_in_step(code) ? 0 : code;
}

}  // namespace

int worker_main(const std::filesystem::path& folder, int launcher) {
  // The supervisor's, wherever they are sent; but SIGUSR2 to one of several processes is mpirun's, until training asks.
  std::signal(SIGUSR1, SIG_IGN);
  if (launcher != 0)
    hold_back(SIGUSR2);
  else
    std::signal(SIGUSR2, SIG_IGN);
  os::limit_resources();
  ProcessLink* link = nullptr;
  if (launcher != 0) {
    for (const int number : {beat_number, step_number}) reserve(number);
    link = &join_processes();
    if (link->rank() > 0) _exit(follower_main(folder, *link));
    take_over(launcher, beat_number, O_WRONLY);
    take_over(launcher, step_number, O_RDWR);
  }
  Reporter reporter(beat_number, os::shared_number(step_number));
  if (link) reporter.meet();
  os::report_crashes(beat_number);
  const int code =
      guarded([&] { return work(folder, reporter); }, [&](const Error& error) { return report(error, reporter); });
  if (link && is_in_step(code)) link->close();
  std::fflush(nullptr);
  _exit(reporter.is_open() ? code : remote::descriptors_closed);  // without components' destructors, which may hang
}

}  // namespace ganzoo::experiment
