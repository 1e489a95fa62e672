#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ganzoo/bench/contender.hpp>
#include <ganzoo/bench/machine_peak.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/core/profile.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/experiment/session/recorder.hpp>
#include <ganzoo/remote/answers.hpp>
#include <ganzoo/remote/channel.hpp>
#include <optional>
#include <variant>

namespace ganzoo::bench {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::int64_t now_in_nanoseconds() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch()).count();
}

struct Started {
  double startup = 0;  ///< seconds from the process's start to the end of its first step
  static constexpr auto fields = std::tuple{remote::field("startup", &Started::startup)};
};

struct Start {
  static constexpr const char* name = "start contender";
  using Answer = Started;
  std::string workload, precision;
  int threads = 1;
  std::filesystem::path folder;
  std::int64_t asked = 0;  ///< of the monotonic clock, in nanoseconds

  static constexpr auto fields =
      std::tuple{remote::field("workload", &Start::workload), remote::field("precision", &Start::precision),
                 remote::field("threads", &Start::threads), remote::field("folder", &Start::folder),
                 remote::field("asked", &Start::asked)};
};

struct Done {
  double iterations = 0, seconds = 0;
  static constexpr auto fields =
      std::tuple{remote::field("iterations", &Done::iterations), remote::field("seconds", &Done::seconds)};
};

struct Compete {
  static constexpr const char* name = "compete";
  using Answer = Done;
  double seconds = 0;
  static constexpr auto fields = std::tuple{remote::field("seconds", &Compete::seconds)};
};

struct Finished {
  double peak_memory = 0;  ///< bytes
  std::string profile;
  static constexpr auto fields =
      std::tuple{remote::field("peak_memory", &Finished::peak_memory), remote::field("profile", &Finished::profile)};
};

struct Finish {
  static constexpr const char* name = "finish contender";
  using Answer = Finished;
  static constexpr auto fields = std::tuple{};
};

// ---- the child's side -----------------------------------------------------------------------------------------------

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
  void end() { recorder_->commit(log::Status::running); }

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

  MachinePeak peak_;
};

using Work = std::variant<std::monostate, Training, Peak>;

/// The one of this process.
Work& work() {
  static Work one;
  return one;
}

template <class Act>
double with_work(const Act& act) {
  if (auto* training = std::get_if<Training>(&work())) return act(*training);
  if (auto* peak = std::get_if<Peak>(&work())) return act(*peak);
  throw Error(Exit::bug, "a contender competes before it has started");
}

const remote::Answers<Start> start{[](const Start& question) -> Started {
  const Entry entry{question.workload, {question.precision, question.threads}, question.folder};
  if (entry.workload == peak_name)
    work().emplace<Peak>(entry);
  else
    work().emplace<Training>(entry);
  with_work([](auto& one) { return one.iterate(); });
  profile::watch();
  return {static_cast<double>(now_in_nanoseconds() - question.asked) * 1e-9};
}};

const remote::Answers<Compete> compete{[](const Compete& question) -> Done {
  const auto start = Clock::now();
  double done = 0, passed = 0;
  do {
    done += with_work([](auto& one) { return one.iterate(); });
    passed = seconds_since(start);
  } while (passed < question.seconds);
  return {done, passed};
}};

const remote::Answers<Finish> finish{[](const Finish&) -> Finished {
  with_work([](auto& one) { return one.end(), 0.0; });
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return {static_cast<double>(usage.ru_maxrss) * 1024, profile::table()};
}};

}  // namespace

// ---- the parent's side ----------------------------------------------------------------------------------------------

struct Contender::Impl {
  static constexpr remote::Limits limits{.patience = remote::no_end, .seconds = remote::no_end};

  std::string name;
  remote::Channel child{remote::Role::hosts};
  double startup = 0;

  template <class Q>
  typename Q::Answer answer() {
    auto outcome = child.end<Q>();
    if (const auto* failure = std::get_if<remote::Failure>(&outcome))
      throw Error(Exit::cells_failed, fmt::format("bench: {} {}", name, failure->reason));
    return std::move(std::get<typename Q::Answer>(outcome));
  }
  template <class Q>
  typename Q::Answer ask(const Q& question) {
    child.begin(question, limits);
    return answer<Q>();
  }
};

Contender::Contender(const Entry& entry) : impl_(std::make_unique<Impl>()) {
  impl_->name = entry.workload;
  const Start start{entry.workload, entry.setting.precision, entry.setting.threads, entry.folder, now_in_nanoseconds()};
  impl_->startup = impl_->ask(start).startup;
}

Contender::~Contender() = default;
Contender::Contender(Contender&&) noexcept = default;

double Contender::startup() const { return impl_->startup; }

double Contender::rate(double seconds) {
  begin(seconds);
  return end();
}

void Contender::begin(double seconds) { impl_->child.begin(Compete{seconds}, Impl::limits); }

double Contender::end() {
  const Done done = impl_->answer<Compete>();
  return done.iterations / done.seconds;
}

double Contender::finish() {
  const Finished last = impl_->ask(Finish{});
  fmt::print(stderr, "{}", last.profile);
  return last.peak_memory;
}

}  // namespace ganzoo::bench
