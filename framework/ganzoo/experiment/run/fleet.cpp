#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <ctime>
#include <deque>
#include <ganzoo/config/json.hpp>
#include <ganzoo/experiment/ask/inspector.hpp>
#include <ganzoo/experiment/ask/message.hpp>
#include <ganzoo/experiment/run/fleet.hpp>
#include <ganzoo/os/process.hpp>
#include <list>
#include <optional>

namespace ganzoo::experiment {

namespace {

using Clock = std::chrono::steady_clock;

/// A worker that was told to stop has this long for its last commit.
constexpr std::chrono::seconds stop_patience{60};
/// A worker that nobody can hear any more, and that has not ended, is not waited for.
constexpr std::chrono::seconds mute_patience{2};
constexpr int poll_milliseconds = 100;
constexpr std::size_t longest_message = std::size_t{1} << 20;

volatile std::sig_atomic_t signal_number = 0;
volatile std::sig_atomic_t insisted = 0;
std::atomic<std::int64_t> asked_at{0};
static_assert(std::atomic<std::int64_t>::is_always_lock_free);

/// A scheduler signals every process of a job, and a job script passes on what it gets: within this time it is one wish.
/// A person's second Ctrl-C is not.
constexpr std::int64_t one_wish = 5;

std::int64_t seconds_now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec;
}

void remember(int number) {
  if (signal_number == 0) {
    asked_at = seconds_now();
    signal_number = number;
  } else if (number == SIGINT || seconds_now() - asked_at >= one_wish) {
    insisted = 1;
  }
}

/// Catches what asks the program to end, for as long as it lives.
class Interrupts {
 public:
  Interrupts() {
    signal_number = 0;
    insisted = 0;
    struct sigaction action {};
    action.sa_handler = remember;
    for (std::size_t i = 0; i < 3; ++i) {
      sigaction(numbers_[i], &action, &before_[i]);
      if (numbers_[i] == SIGHUP && before_[i].sa_handler == SIG_IGN) sigaction(SIGHUP, &before_[i], nullptr);  // nohup
    }
  }
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
  ~Interrupts() {
    for (std::size_t i = 0; i < 3; ++i) sigaction(numbers_[i], &before_[i], nullptr);
  }

 private:
  const int numbers_[3] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction before_[3]{};
};

/// A fault of the code that ran, not a wish from outside.
bool is_fault(int number) {
  for (const int fault : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS, SIGTRAP})
    if (number == fault) return true;
  return false;
}

struct Worker {
  std::size_t index;
  Child child;
  Descriptor beats;
  Clock::time_point begun = Clock::now();
  Clock::time_point moved = begun;          ///< when it last told of another step
  std::optional<Clock::time_point> mute{};  ///< when its descriptor was closed
  std::string given_up{};                   ///< why the supervisor has killed it
  std::string hint{};
  std::string pending{};
  std::int64_t step = -1, steps = 0;
  Table done{}, error{};
  std::string culprit{};
};

class Fleet {
 public:
  Fleet(const std::vector<Job>& jobs, int at_a_time, std::chrono::seconds timeout, Progress& progress)
      : jobs_(jobs),
        at_a_time_(static_cast<std::size_t>(at_a_time)),
        timeout_(timeout),
        progress_(progress),
        outcomes_(jobs.size()) {}

  std::vector<Outcome> run(int& caught) {
    const Interrupts interrupts;
    while (!workers_.empty() || (!stopping_ && next_ < jobs_.size())) {
      obey();
      while (!stopping_ && next_ < jobs_.size() && workers_.size() < at_a_time_) start(next_++);
      listen();
      lose_patience();
      bury();
    }
    caught = signal_number;
    return std::move(outcomes_);
  }

 private:
  void start(std::size_t index) {
    const Job& job = jobs_[index];
    try {
      std::filesystem::create_directories(job.folder);
      const std::string log = (job.folder / "worker.log").string();
      const Descriptor words(::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
      if (!words.open()) throw Error(Exit::environment, fmt::format("{}: {}", log, std::strerror(errno)));
      const Descriptor order = memory_file(to_text(job.order));
      auto [beats, beat_end] = make_pipe();
      fcntl(beats.get(), F_SETFL, O_NONBLOCK);
      const std::string folder = std::filesystem::absolute(job.folder).string();  // a component may go elsewhere
      Child child = Child::start(
          "work", {"--folder", folder, "--beat", std::to_string(beat_number)},
          {.input = order.get(), .output = words.get(), .error = words.get(), .more = {{beat_end.get(), beat_number}}});
      progress_.detail(fmt::format("{}: worker {} starts", job.order.cell, child.pid()));
      workers_.push_back({.index = index, .child = std::move(child), .beats = std::move(beats)});
    } catch (const std::filesystem::filesystem_error& error) {
      give_up(index, Error(Exit::environment, fmt::format("{}: {}", job.folder.string(), error.code().message())));
    } catch (const Error& error) {
      give_up(index, error);
    }
  }

  /// What keeps one cell from starting keeps the others, too.
  void give_up(std::size_t index, const Error& error) {
    outcomes_[index] = {Outcome::Kind::stopped, error.complaints(), static_cast<int>(error.code())};
    stopping_ = true;
  }

  void obey() {
    if (signal_number != 0 && !asked_to_stop_) {
      stopping_ = true;
      asked_to_stop_ = Clock::now();
      for (const Worker& worker : workers_) worker.child.signal(SIGTERM);
    }
    if (insisted != 0 || (asked_to_stop_ && Clock::now() > *asked_to_stop_ + stop_patience))
      for (Worker& worker : workers_) worker.child.kill();
  }

  void listen() {
    std::vector<pollfd> ready;
    for (const Worker& worker : workers_) ready.push_back({worker.beats.get(), POLLIN, 0});
    if (poll(ready.data(), ready.size(), poll_milliseconds) < 0 && errno != EINTR) return;
    for (Worker& worker : workers_) hear(worker);
  }

  void hear(Worker& worker) {
    char bytes[4096];
    while (worker.beats.open()) {
      const ssize_t n = ::read(worker.beats.get(), bytes, sizeof bytes);
      if (n > 0) worker.pending.append(bytes, static_cast<std::size_t>(n));
      if (n == 0) {
        worker.beats.reset();
        worker.mute = Clock::now();
      }
      if (n <= 0) break;
    }
    for (std::size_t end; (end = worker.pending.find('\n')) != std::string::npos; worker.pending.erase(0, end + 1))
      understand(worker, worker.pending.substr(0, end));
    if (worker.pending.size() > longest_message) worker.pending.clear();
  }

  /// A component may write here, too: what is no message is passed over.
  void understand(Worker& worker, const std::string& line) try {
    Table message = from_json(line);
    const std::string what = text_of(message, "do");
    if (what == "beat") {
      const std::int64_t step = integer_of(message, "step");
      if (step != worker.step) worker.moved = Clock::now();
      worker.step = step;
      worker.steps = integer_of(message, "steps");
      progress_.beat(worker.index, worker.step, worker.steps);
    } else if (what == "done") {
      worker.done = std::move(message);
    } else if (what == "error") {
      worker.error = std::move(message);
    } else if (what == "crash") {
      worker.culprit = text_of(message, "file");
    }
  } catch (const std::exception&) {
  }

  void lose_patience() {
    const auto now = Clock::now();
    for (Worker& worker : workers_) {
      const bool mute = worker.mute && now - *worker.mute > mute_patience;
      const bool late = timeout_.count() > 0 && now - worker.moved > timeout_;
      if ((!mute && !late) || worker.child.ended()) continue;
      worker.given_up = mute ? "closed descriptors not its own" : fmt::format("took more than {} s", timeout_.count());
      if (!mute) worker.hint = "--timeout SECONDS gives a step more time";
      worker.child.kill();
    }
  }

  void bury() {
    for (auto worker = workers_.begin(); worker != workers_.end();) {
      const std::optional<Ending> ending = worker->child.ended();
      if (!ending) {
        // Its descriptor may be closed long before its end: then only time tells.
        if (!worker->beats.open()) worker->child.wait(std::chrono::milliseconds(5));
        ++worker;
        continue;
      }
      hear(*worker);
      progress_.detail(
          fmt::format("{}: worker {} {}", jobs_[worker->index].order.cell, worker->child.pid(), ending->text()));
      outcomes_[worker->index] = judge(*worker, *ending);
      tell(*worker, outcomes_[worker->index]);
      worker = workers_.erase(worker);
    }
  }

  Outcome judge(const Worker& worker, const Ending& ending) {
    using K = Outcome::Kind;
    const Job& job = jobs_[worker.index];
    if (!ending.signalled && ending.code == 0) {
      if (!job.order.failure.empty()) return {K::failed, {{job.order.failure, ""}}, 0};
      if (worker.done.empty()) return recorded_failure(job, "ended before the run did");
      if (text_of(worker.done, "status") != "diverged") return {K::finished, {}, 0};
      return {K::diverged, {{text_of(worker.done, "reason"), ""}}, 0};
    }
    if (!worker.given_up.empty()) return recorded_failure(job, worker.given_up + where(worker), worker.hint);
    if (!ending.signalled && ending.code == descriptors_closed)
      return recorded_failure(job, "closed descriptors not its own" + where(worker));
    if (ending.signalled && (asked_to_stop_ || !is_fault(ending.code)))
      return {asked_to_stop_ ? K::interrupted : K::killed,
              {{fmt::format("{}{}", ending.text(), where(worker)), "the same command resumes it"}},
              128 + ending.code};
    if (ending.signalled) return recorded_failure(job, ending.text() + where(worker));
    if (ending.code == 130 || ending.code == 143)
      return {K::interrupted, {{"interrupted" + where(worker), "the same command resumes it"}}, ending.code};
    if (worker.error.empty()) return recorded_failure(job, ending.text() + where(worker));
    const Error error = error_from(worker.error);
    const Exit code = error.code();
    if (code == Exit::environment) stopping_ = true;
    if (code == Exit::environment || code == Exit::locked || code == Exit::corrupt)
      return {K::stopped, error.complaints(), static_cast<int>(code)};
    return {K::failed, error.complaints(), static_cast<int>(code)};  // the session recorded it
  }

  static std::string where(const Worker& worker) {
    std::string text;
    if (!worker.culprit.empty()) text += " in " + worker.culprit;
    return text + (worker.step < 0 ? std::string(" before the first step") : fmt::format(" at step {}", worker.step));
  }

  /// A worker that died could not record its failure: another one does, without loading anything.
  Outcome recorded_failure(Job job, const std::string& reason, const std::string& hint = {}) {
    job.order.failure = reason;
    const Descriptor order = memory_file(to_text(job.order));
    Child clerk = Child::start("work", {"--folder", job.folder.string(), "--beat", std::to_string(beat_number)},
                               {.input = order.get(), .output = -1, .error = -1, .more = {}});
    clerk.wait(stop_patience);
    return {Outcome::Kind::failed, {{reason, hint}}, 0};
  }

  void tell(const Worker& worker, const Outcome& outcome) {
    static constexpr const char* words[] = {"not started", "finished",    "diverged",   "failed",
                                            "killed",      "interrupted", "not trained"};
    const double seconds = std::chrono::duration<double>(Clock::now() - worker.begun).count();
    const Job& job = jobs_[worker.index];
    std::string text = fmt::format("{} {}", job.order.cell, words[static_cast<std::size_t>(outcome.kind)]);
    const std::int64_t step = worker.done.empty() ? worker.step : integer_of(worker.done, "step");
    if (step >= 0) text += fmt::format(" at step {}, {:.1f} s{}", step, seconds, job.resumes ? ", resumed" : "");
    if (worker.done.find("ran_away") != nullptr)
      text += fmt::format(", ran away at step {}", integer_of(worker.done, "ran_away"));
    if (outcome.kind == Outcome::Kind::diverged) text += ": " + outcome.complaints.front().message;
    progress_.done(worker.index, text);
    if (const std::string profile = text_of(worker.done, "profile"); !profile.empty()) progress_.say(profile);
  }

  const std::vector<Job>& jobs_;
  std::size_t at_a_time_;
  std::chrono::seconds timeout_;
  Progress& progress_;
  std::vector<Outcome> outcomes_;
  std::list<Worker> workers_;
  std::size_t next_ = 0;
  bool stopping_ = false;
  std::optional<Clock::time_point> asked_to_stop_;
};

}  // namespace

std::vector<Outcome> run_fleet(const std::vector<Job>& jobs, int at_a_time, std::chrono::seconds timeout,
                               Progress& progress, int& caught) {
  return Fleet(jobs, at_a_time, timeout, progress).run(caught);
}

}  // namespace ganzoo::experiment
