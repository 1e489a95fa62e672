#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <ganzoo/config/json.hpp>
#include <ganzoo/experiment/ask/standing.hpp>
#include <ganzoo/experiment/run/fleet.hpp>
#include <ganzoo/experiment/run/message.hpp>
#include <ganzoo/os/interrupts.hpp>
#include <ganzoo/os/process.hpp>
#include <list>
#include <optional>
#include <random>

namespace ganzoo::experiment {

namespace {

using Clock = std::chrono::steady_clock;

/// A worker that was told to stop has this long for its last commit.
constexpr std::chrono::seconds stop_patience{60};
/// A worker that nobody can hear any more, and that has not ended, is not waited for.
constexpr std::chrono::seconds mute_patience{2};
constexpr int poll_milliseconds = 100;
constexpr std::size_t longest_message = std::size_t{1} << 20;

/// What a component cannot guess.
std::string new_token() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

/// What keeps one cell from starting keeps the others, too, unless it is about the cell's own folder.
bool concerns_all(int reason) {
  constexpr std::array shared{ENOSPC, EDQUOT, EROFS, EIO, EMFILE, ENFILE, ENOMEM};
  return std::ranges::find(shared, reason) != shared.end();
}

struct Worker {
  std::size_t index = 0;
  Child child{};
  Descriptor beats{};
  Clock::time_point begun = Clock::now();
  Clock::time_point moved = begun;          ///< when it last told of another step
  std::optional<Clock::time_point> mute{};  ///< when its descriptor was closed
  std::string given_up{};                   ///< why the supervisor has killed it
  std::string hint{};
  std::string pending{};
  std::int64_t step = -1, steps = 0;
  Table done{}, error{};
  std::string culprit{};
  std::string token = new_token();
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
      progress_.tick();
    }
    caught = Interrupts::asked();
    return std::move(outcomes_);
  }

 private:
  void start(std::size_t index) {
    const Job& job = jobs_[index];
    std::error_code error;
    std::filesystem::create_directories(job.folder, error);
    if (error) return give_up(index, job.folder, error.value());
    const std::string log = (job.folder / "worker.log").string();
    const Descriptor words(::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!words.open()) return give_up(index, log, errno);
    try {
      launch(index, words.get());
    } catch (const Error& refusal) {
      give_up(index, refusal, true);
    }
  }

  void launch(std::size_t index, int words) {
    Worker worker{.index = index};
    Order order = jobs_[index].order;
    order.token = worker.token;
    const Descriptor text = memory_file(to_text(order));
    auto [beats, beat_end] = make_pipe();
    if (fcntl(beats.get(), F_SETFL, O_NONBLOCK) != 0)
      throw Error(Exit::environment, fmt::format("a pipe cannot be made: {}", std::strerror(errno)));
    const std::string folder = std::filesystem::absolute(jobs_[index].folder).string();  // a component may go elsewhere
    worker.child = Child::start(
        "work", {"--folder", folder, "--beat", std::to_string(beat_number)},
        {.input = text.get(), .output = words, .error = words, .more = {{beat_end.get(), beat_number}}});
    worker.beats = std::move(beats);
    progress_.detail(fmt::format("{}: worker {} starts", order.cell, worker.child.pid()));
    workers_.push_back(std::move(worker));
  }

  void give_up(std::size_t index, const std::filesystem::path& path, int reason) {
    give_up(index, {Exit::environment, fmt::format("{}: {}", path.string(), std::strerror(reason))},
            concerns_all(reason));
  }

  void give_up(std::size_t index, const Error& error, bool all) {
    outcomes_[index] = {Outcome::Kind::stopped, error.complaints(), static_cast<int>(error.code())};
    stopping_ = stopping_ || all;
  }

  void obey() {
    if (Interrupts::suspended()) suspend();
    if (Interrupts::asked() != 0 && !asked_to_stop_) {
      stopping_ = true;
      asked_to_stop_ = Clock::now();
      for (const Worker& worker : workers_) worker.child.signal(SIGTERM);
    }
    if (Interrupts::insisted() || (asked_to_stop_ && Clock::now() > *asked_to_stop_ + stop_patience))
      for (Worker& worker : workers_) worker.child.kill();
  }

  /// The time for which all are stopped counts for nothing.
  void suspend() {
    const auto begin = Clock::now();
    for (const Worker& worker : workers_) worker.child.signal_group(SIGSTOP);
    Interrupts::suspend();
    for (const Worker& worker : workers_) worker.child.signal_group(SIGCONT);
    const auto pause = Clock::now() - begin;
    if (asked_to_stop_) *asked_to_stop_ += pause;
    for (Worker& worker : workers_) {
      worker.moved += pause;
      if (worker.mute) *worker.mute += pause;
    }
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

  /// A component may write here, too: what is not the worker's own message is passed over.
  void understand(Worker& worker, const std::string& line) try {
    Table message = from_json(line);
    const std::string what = text_of(message, "do");
    if (what == "crash") {
      worker.culprit = text_of(message, "file");
      worker.step = std::max(worker.step, integer_of(message, "step", -1));
    }
    if (text_of(message, "token") != worker.token) return;
    const std::int64_t step = integer_of(message, "step", -1);
    if (step != worker.step) worker.moved = Clock::now();
    worker.step = step;
    if (what == "beat") {
      worker.steps = integer_of(message, "steps");
      progress_.beat(worker.index, worker.step, worker.steps);
    } else if (what == "done") {
      worker.done = std::move(message);
    } else if (what == "error") {
      worker.error = std::move(message);
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
      outcomes_[worker->index] = conclude(*worker, *ending);
      tell(*worker, outcomes_[worker->index]);
      worker = workers_.erase(worker);
    }
  }

  Outcome conclude(const Worker& worker, const Ending& ending) {
    const Job& job = jobs_[worker.index];
    if (!job.order.failure.empty()) return {Outcome::Kind::failed, {{job.order.failure, ""}}};
    Evidence evidence{.ending = ending,
                      .standing = standing_in(job.folder),
                      .asked_to_stop = asked_to_stop_.has_value(),
                      .given_up = worker.given_up,
                      .hint = worker.hint,
                      .culprit = worker.culprit,
                      .step = worker.step};
    if (!worker.error.empty()) evidence.error = error_from(worker.error);
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
    const Descriptor order = memory_file(to_text(job.order)), unheard = memory_file("");
    Child clerk = Child::start("work", {"--folder", job.folder.string(), "--beat", std::to_string(beat_number)},
                               {.input = order.get(), .output = -1, .error = -1, .more = {{unheard.get(), beat_number}}});
    const std::optional<Ending> ending = clerk.wait(stop_patience);
    return ending && !ending->signalled && ending->code == 0;
  }

  void tell(const Worker& worker, const Outcome& outcome) {
    static constexpr const char* words[] = {"not started", "finished",    "diverged",   "failed",
                                            "killed",      "interrupted", "not trained"};
    const double seconds = std::chrono::duration<double>(Clock::now() - worker.begun).count();
    const Job& job = jobs_[worker.index];
    std::string text = fmt::format("{} {}", job.order.cell, words[static_cast<std::size_t>(outcome.kind)]);
    if (worker.step >= 0)
      text += fmt::format(" at step {}, {:.1f} s{}", worker.step, seconds, job.resumes ? ", resumed" : "");
    if (outcome.ran_away) text += fmt::format(", ran away at step {}", *outcome.ran_away);
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
