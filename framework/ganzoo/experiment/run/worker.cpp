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
#include <utility>

namespace ganzoo::experiment {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_beats{100};
/// A worker whose supervisor was killed ends within moments.
constexpr std::chrono::milliseconds lock_patience{10'000};

/// The beat descriptor: never written to where a component has closed it and something else has its number.
class Reporter {
 public:
  Reporter(int descriptor, volatile std::int64_t& step) : descriptor_(descriptor), step_(step) {
    mine_ = fstat(descriptor, &identity_) == 0;
  }

  /// False where a component has closed the descriptor: nothing arrives any more.
  bool is_open() const { return still_mine(); }

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

/// Refuses a commit of a cell whose claim is another's by now.
os::Fence fence_of(const Order& order) {
  if (order.claim.empty()) return {};
  return [claim = std::filesystem::path(order.claim), token = order.claim_token] {
    if (!is_held_by(claim, token)) throw Superseded("the claim is lost: another worker trains the cell");
  };
}

int train(const std::filesystem::path& folder, const Order& order, Reporter& reporter) {
  if (order.fresh) std::filesystem::remove(folder / "run.h5");
  Session session;
  session.cell = order.cell;
  session.spec = config::parse_toml(order.spec, "");
  session.spec_sha256 = order.spec_sha256;
  session.folder = folder;
  session.command = order.command;
  session.fence = fence_of(order);
  session.until = order.until;
  session.beat = [&reporter](std::int64_t step, std::int64_t steps) { reporter.beat(step, steps); };
  const int code = run_session(session);
  if (code != 0) return code;
  Table done;
  done.set("profile", profile::table());
  reporter.send(std::move(done), "done");
  return 0;
}

int work(const std::filesystem::path& folder, Reporter& reporter) {
  Order order = order_from(order_text());
  reporter.authenticate(std::exchange(order.token, {}));
  const os::FolderLock lock(folder, lock_patience);
  log::remove_temporaries(folder / "run.h5");
  if (!order.cut.empty()) return mark_cut(folder, order.cut), 0;
  if (order.failure.empty()) return train(folder, order, reporter);
  mark_failed(folder, order);
  return 0;
}

/// To the supervisor first, then into worker.log: a disk may be full.
int report(const Error& error, const Reporter& reporter) {
  reporter.send(to_message(error), "error");
  for (const Complaint& complaint : error.complaints()) {
    os::print_line(stderr, "ganzoo: error: " + complaint.message);
    if (!complaint.hint.empty()) os::print_line(stderr, "hint: " + complaint.hint);
  }
  return static_cast<int>(error.code());
}

}  // namespace

std::string to_text(const Order& order) {
  Table table;
  table.set("cell", order.cell);
  table.set("spec", order.spec);
  table.set("spec_sha256", order.spec_sha256);
  table.set("command", order.command);
  table.set("fresh", order.fresh);
  table.set("failure", order.failure);
  table.set("claim", order.claim);
  table.set("claim_token", order.claim_token);
  table.set("until", order.until);
  table.set("cut", order.cut);
  table.set("token", order.token);
  return config::to_json(table);
}

Order order_from(const std::string& text) {
  const Table table = config::from_json(text);
  return {.cell = text_of(table, "cell"),
          .spec = text_of(table, "spec"),
          .spec_sha256 = text_of(table, "spec_sha256"),
          .command = text_of(table, "command"),
          .fresh = flag_of(table, "fresh"),
          .failure = text_of(table, "failure"),
          .claim = text_of(table, "claim"),
          .claim_token = text_of(table, "claim_token"),
          .token = text_of(table, "token"),
          .until = integer_of(table, "until"),
          .cut = text_of(table, "cut")};
}

void mark_failed(const std::filesystem::path& folder, const Order& order) {
  const std::filesystem::path file = folder / "run.h5";
  const Table spec = config::parse_toml(order.spec, "");
  log::RunFile run;
  if (std::filesystem::exists(file)) run = log::read(file);
  if (run.status == log::Status::finished || run.status == log::Status::diverged) return;
  run.cell = order.cell;
  run.title = text_of(spec, "title");
  run.seed = integer_of(spec, "seed");
  run.spec = order.spec;
  run.spec_json = config::to_json(spec);
  run.status = log::Status::failed;
  run.reason = order.failure;
  log::write(file, run, fence_of(order));
}

void mark_cut(const std::filesystem::path& folder, const std::string& reason) {
  log::RunFile run = log::read(folder / "run.h5");
  if (run.status != log::Status::interrupted && run.status != log::Status::running) return;
  run.status = log::Status::interrupted;
  run.reason = reason;
  log::write(folder / "run.h5", run);
}

int worker_main(const std::filesystem::path& folder) {
  Reporter reporter(beat_number, os::shared_number(step_number));
  for (const int warning : {SIGUSR1, SIGUSR2})
    std::signal(warning, SIG_IGN);  // the supervisor's, wherever they are sent
  os::limit_resources();
  os::report_crashes(beat_number);
  int code = 0;
  try {
    code = work(folder, reporter);
  } catch (const std::bad_alloc&) {  // one cell's own failure: others may need less
    code = report(Error(Exit::cells_failed, more_memory_than_there_is({})), reporter);
  } catch (const Error& error) {
    code = report(error, reporter);
  } catch (const std::system_error& error) {
    code = report(remote::as_error(error), reporter);
  } catch (const std::exception& exception) {
    code = report(Error(Exit::cells_failed, stopped_by + exception.what()), reporter);
  } catch (...) {
    code = report(Error(Exit::cells_failed, no_std_exception), reporter);
  }
  std::fflush(nullptr);
  _exit(reporter.is_open() ? code : remote::descriptors_closed);  // without components' destructors, which may hang
}

}  // namespace ganzoo::experiment
