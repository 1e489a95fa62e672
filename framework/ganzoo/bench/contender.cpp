#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ganzoo/bench/contender.hpp>
#include <ganzoo/config/json.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/core/profile.hpp>
#include <ganzoo/experiment/ask/message.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/experiment/session/recorder.hpp>
#include <ganzoo/nn/peak.hpp>
#include <ganzoo/os/process.hpp>
#include <iostream>
#include <optional>

namespace ganzoo::bench {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::int64_t now_in_nanoseconds() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch()).count();
}

}  // namespace

// ---- the parent's side ----------------------------------------------------------------------------------------------

struct Contender::Impl {
  experiment::Descriptor ask;
  std::FILE* answers = nullptr;
  std::optional<experiment::Child> child;
  std::string name;
  double startup = 0;

  ~Impl() {
    if (answers) std::fclose(answers);
  }

  Table answer() {
    std::string line;
    for (int c; (c = std::fgetc(answers)) != EOF && c != '\n';) line.push_back(static_cast<char>(c));
    if (line.empty()) {
      const auto ending = child->wait(std::chrono::seconds(5));
      throw Error(Exit::cells_failed, "bench: " + name + " " + (ending ? ending->text() : "fell silent"));
    }
    const Table message = experiment::from_json(line);
    if (message.find("complaints")) throw experiment::error_from(message);
    return message;
  }
  double number(const char* key) { return answer().find(key)->number(); }
};

Contender::Contender(const Entry& entry) : impl_(std::make_unique<Impl>()) {
  impl_->name = entry.workload;
  auto [orders, ask] = experiment::make_pipe();
  auto [answers, reply] = experiment::make_pipe();
  impl_->ask = std::move(ask);
  impl_->answers = fdopen(dup(answers.get()), "r");
  impl_->child = experiment::Child::start(
      "bench-child",
      {"--workload", entry.workload, "--precision", entry.setting.precision, "--threads",
       std::to_string(entry.setting.threads), "--folder", entry.folder.string(), "--started",
       std::to_string(now_in_nanoseconds())},
      {.input = orders.get(), .output = reply.get(), .error = STDERR_FILENO, .more = {}});
  orders.reset();
  reply.reset();
  impl_->startup = impl_->number("startup");
}

Contender::~Contender() = default;
Contender::Contender(Contender&&) noexcept = default;

double Contender::startup() const { return impl_->startup; }

double Contender::rate(double seconds) {
  begin(seconds);
  return end();
}

void Contender::begin(double seconds) { experiment::write_line(impl_->ask.get(), std::to_string(seconds)); }

double Contender::end() {
  const Table done = impl_->answer();
  return done.find("iterations")->number() / done.find("seconds")->number();
}

double Contender::finish() {
  impl_->ask.reset();
  return impl_->number("peak_memory");
}

// ---- the child's side -----------------------------------------------------------------------------------------------

namespace {

void answer(std::initializer_list<std::pair<const char*, double>> numbers) {
  Table message;
  for (const auto& [key, value] : numbers) message.set(key, value);
  experiment::write_line(STDOUT_FILENO, experiment::to_json(message));
}

/// What a session does, with no end in sight: trains, logs and commits.
class Training {
 public:
  explicit Training(const Entry& entry)
      : spec_(experiment_of(workload(entry.workload), entry.setting, entry.folder)),
        registry_(experiment::make_registry(spec_)) {
    Players players = experiment::make_players(spec_, registry_);
    const TrainingOptions options = experiment::training_options(spec_, registry_, players);
    trainer_.emplace(std::move(players), options);
    log::RunFile run;
    run.title = run.cell = entry.workload;
    const std::string file = entry.workload + "-" + std::to_string(getpid()) + ".h5";
    recorder_.emplace(entry.folder / file, std::move(run), spec_, *trainer_, metrics_, options.steps);
    set_float_mode();
  }

  double iterate() {
    trainer_->step();
    check_float_mode("a component of this run");
    const profile::Scope scope("log and commit");
    recorder_->record();
    recorder_->commit_when_due();
    return 1;
  }
  void end() {
    recorder_->commit(log::Status::running);
    fmt::print(stderr, "{}", profile::table());
  }

 private:
  Table spec_;
  Registry registry_;
  std::vector<experiment::NamedMetric> metrics_;
  std::optional<Trainer> trainer_;
  std::optional<experiment::Recorder> recorder_;
};

class Peak {
 public:
  explicit Peak(const Entry& entry) : peak_(entry.setting.threads, precision(entry)) {}
  double iterate() { return peak_.multiply(); }
  void end() {}

 private:
  /// Split products give what fp32 gives: they stand beside its peak.
  static nn::Precision precision(const Entry& entry) {
    const nn::Precision asked = nn::parse_precision(entry.setting.precision);
    return asked == nn::Precision::split ? nn::Precision::fp32 : asked;
  }

  nn::Peak peak_;
};

template <class Work>
int compete(const Entry& entry, std::int64_t started) {
  Work work(entry);
  work.iterate();
  profile::watch();
  answer({{"startup", static_cast<double>(now_in_nanoseconds() - started) * 1e-9}});
  for (std::string line; std::getline(std::cin, line);) {
    const double wanted = std::stod(line);
    const auto start = Clock::now();
    double done = 0, passed = 0;
    do {
      done += work.iterate();
      passed = seconds_since(start);
    } while (passed < wanted);
    answer({{"iterations", done}, {"seconds", passed}});
  }
  work.end();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  answer({{"peak_memory", static_cast<double>(usage.ru_maxrss) * 1024}});
  return 0;
}

}  // namespace

int contender_main(const Entry& entry, std::int64_t started) try {
  return entry.workload == peak_name ? compete<Peak>(entry, started) : compete<Training>(entry, started);
} catch (const std::exception& exception) {
  const Error error = experiment::as_error(exception);
  experiment::write_line(STDOUT_FILENO, experiment::to_json(experiment::to_message(error)));
  return static_cast<int>(error.code());
}

}  // namespace ganzoo::bench
