#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ganzoo/config/json.hpp>
#include <ganzoo/experiment/run/message.hpp>
#include <ganzoo/experiment/run/worker_process.hpp>
#include <random>

namespace ganzoo::experiment {
namespace {

/// A worker whose descriptor is closed, and that has not ended, is not waited for.
constexpr std::chrono::seconds closed_timeout{2};
constexpr std::size_t longest_message = std::size_t{1} << 20;

/// What a component cannot guess.
std::string new_token() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

}  // namespace

WorkerProcess::WorkerProcess(std::size_t job_index, const Job& job, int log)
    : index(job_index), processes_(static_cast<int>(job.order.processes)), token_(new_token()) {
  Order order = job.order;
  order.token = token_;
  const os::Descriptor text = os::memory_file(to_text(order));
  auto [beats, beat_end] = os::make_pipe();
  if (fcntl(beats.get(), F_SETFL, O_NONBLOCK) != 0)
    throw Error(Exit::environment, fmt::format("a pipe cannot be made: {}", std::strerror(errno)));
  const std::string folder = std::filesystem::absolute(job.folder).string();  // a component may go elsewhere
  child = os::Child::start("work", {"--folder", folder},
                           {.input = text.get(),
                            .output = log,
                            .error = log,
                            .more = {{beat_end.get(), beat_number}, {step_done_.descriptor(), step_number}}});
  beats_ = std::move(beats);
}

bool WorkerProcess::receive() {
  char bytes[4096];
  while (beats_.open()) {
    const ssize_t n = ::read(beats_.get(), bytes, sizeof bytes);
    if (n > 0) pending_.append(bytes, static_cast<std::size_t>(n));
    if (n == 0) {
      beats_.reset();
      closed_ = Clock::now();
    }
    if (n <= 0) break;
  }
  beaten_ = false;
  for (std::size_t end; (end = pending_.find('\n')) != std::string::npos; pending_.erase(0, end + 1))
    parse(pending_.substr(0, end));
  if (pending_.size() > longest_message) pending_.clear();
  return beaten_;
}

/// A component may write here, too: what is not the worker's own message is passed over.
void WorkerProcess::parse(const std::string& line) try {
  Table message = config::from_json(line);
  const std::string what = text_of(message, "do");
  if (what == "crash") culprit = text_of(message, "file");
  if (text_of(message, "token") != token_) return;
  const std::int64_t step = integer_of(message, "step", -1);
  if (step != told_) moved_ = Clock::now();
  told_ = step;
  if (what == "beat") {
    steps_ = integer_of(message, "steps");
    beaten_ = true;
  } else if (what == "done") {
    done_ = std::move(message);
  } else if (what == "error") {
    error_ = std::move(message);
  }
} catch (const std::exception&) {
}

std::string WorkerProcess::lateness(std::chrono::seconds timeout, Clock::time_point now) const {
  if (closed_ && now - *closed_ > closed_timeout) return "closed descriptors not its own";
  if (timeout.count() > 0 && now - moved_ > timeout) return fmt::format("took more than {} s", timeout.count());
  return {};
}

void WorkerProcess::give_up(const std::string& reason, const std::string& why_not) {
  given_up = reason;
  hint = why_not;
  child.kill();
}

void WorkerProcess::extend(Clock::duration pause) {
  moved_ += pause;
  if (closed_) *closed_ += pause;
}

/// A component can write there what it likes: what cannot be is not believed.
std::int64_t WorkerProcess::step() const {
  const std::int64_t done = step_done_.read().value_or(-1);
  return done > told_ && (steps_ == 0 || done <= steps_) ? done : told_;
}

std::optional<Error> WorkerProcess::error() const {
  return error_.empty() ? std::nullopt : std::optional(error_from(error_));
}

std::string WorkerProcess::profile() const { return text_of(done_, "profile"); }

}  // namespace ganzoo::experiment
