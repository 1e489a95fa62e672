#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ganzoo/config/document.hpp>
#include <ganzoo/config/json.hpp>
#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/core/more_memory.hpp>
#include <ganzoo/core/profile.hpp>
#include <ganzoo/experiment/session/peers.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/experiment/session/provenance.hpp>
#include <ganzoo/experiment/session/real_samples.hpp>
#include <ganzoo/experiment/session/recorder.hpp>
#include <ganzoo/experiment/session/session.hpp>
#include <ganzoo/experiment/session/stop_signals.hpp>
#include <ganzoo/os/files.hpp>
#include <memory>
#include <new>
#include <optional>
#include <utility>

namespace ganzoo::experiment {
namespace {

/// The thread computes in ganzoo's floating-point mode, as long as this lives.
class FloatMode {
 public:
  FloatMode() : before_(current_float_mode()) { set_float_mode(); }
  ~FloatMode() { set_float_mode(before_); }
  FloatMode(const FloatMode&) = delete;
  FloatMode& operator=(const FloatMode&) = delete;

 private:
  unsigned before_;
};

log::RunFile blank(const Session& session) {
  log::RunFile run;
  run.title = text_at(session.spec, "title");
  run.cell = session.cell;
  run.seed = integer_at(session.spec, "seed");
  run.spec = config::to_toml(session.spec);
  run.spec_json = config::to_json(session.spec);
  run.provenance["started"] = utc_now();
  return run;
}

/// The file of an earlier attempt, where it holds something to go on from or is over.
std::optional<log::RunFile> earlier(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return std::nullopt;
  return log::read(file);
}

bool is_over(const log::RunFile& run) {
  return run.status == log::Status::finished || run.status == log::Status::diverged;
}

/// How large a file of this process may be, in bytes.
rlim_t file_limit() {
  rlimit limit{};
  return getrlimit(RLIMIT_FSIZE, &limit) == 0 ? limit.rlim_cur : RLIM_INFINITY;
}

/// Where this process itself is at fault, and not the disk that all share. `allowed`: the limit it was started with, for
/// a component may have lowered it.
bool is_own_fault(const os::WriteError& error, rlim_t allowed) {
  constexpr std::array own{EMFILE, EBADF, ENOENT, ENOTDIR, ELOOP};
  const int reason = error.reason().value();
  return std::ranges::find(own, reason) != own.end() || (reason == EFBIG && file_limit() < allowed);
}

std::string shortened(const std::string& text) {
  constexpr std::size_t most = 2000;
  return text.size() <= most ? text : text.substr(0, most) + " …";
}

/// What says how much memory training takes.
Table sizes(const Table& spec) {
  return config::part_of(spec, {"generator", "discriminator", "train.batch", "metrics.samples", "metrics.names"});
}

/// What a component threw, as this cell's own failure, whatever exit code it thinks of.
Error as_failure(const std::exception& exception, const Table& spec) {
  if (dynamic_cast<const std::bad_alloc*>(&exception))
    return {Exit::cells_failed, more_memory_than_there_is(sizes(spec))};
  const auto* error = dynamic_cast<const Error*>(&exception);
  if (!error) return {Exit::cells_failed, shortened(stopped_by + exception.what())};
  std::vector<Complaint> complaints = error->complaints();
  for (Complaint& complaint : complaints) complaint.message = shortened(complaint.message);
  return {Exit::cells_failed, complaints};
}

/// metrics.floor; 0 in a spec that was not resolved.
std::int64_t floor_draws(const Table& spec) {
  const Value* value = config::find(spec, {"metrics", "floor"});
  const auto* draws = value ? value->get_if<std::int64_t>() : nullptr;
  return draws ? *draws : 0;
}

std::string text_at(const log::Attributes& attributes, const std::string& name) {
  const auto found = attributes.find(name);
  const auto* value = found == attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
  return value ? *value : "";
}

/// What every process of a run must have in common with the others: what it is, and as text.
std::vector<std::pair<std::string, std::string>> origins(const log::RunFile& run) {
  std::string components;
  for (const auto& [key, component] : *run.provenance_components) components += text_at(component, "sha256") + "\n";
  const std::string program = text_at(run.provenance, "git") + "\n" + text_at(run.provenance, "ganzoo");
  return {{"program", program},
          {"components", components},
          {"data", text_at(run.provenance, "data_sha256")},
          {"instructions", text_at(run.provenance, "isa")}};
}

/// Throws ganzoo::Error (usage) where one does, but process 0 would have to train without the others.
bool asks_for_rematch(const std::vector<NamedMetric>& metrics) {
  const auto asks = std::ranges::find_if(metrics, [](const NamedMetric& metric) {
    return dynamic_cast<const AsksForRematch*>(metric.metric.get()) != nullptr;
  });
  if (asks == metrics.end()) return false;
  if (process_link())
    throw Error(
        Exit::usage,
        fmt::format("metric {} trains copies of the game, which one of several processes cannot do alone", asks->name),
        "without --processes, train.threads have the same bits");
  return true;
}

/// One try at a cell, as far as it has come.
class Attempt {
 public:
  Attempt(const Session& session, const std::filesystem::path& file, std::optional<log::RunFile> then)
      : session_(session), file_(file), then_(std::move(then)) {}

  int run() {
    prepare();
    return train();
  }

  /// Beside what was committed, or alone where nothing was; not where it is unknown whether what is there may be gone
  /// on from. What cannot be written is not: the failure itself is on its way to the user.
  void record(const Error& failure) try {
    if (untouchable_ || !peers_.lead()) return;
    if (recorder_) return recorder_->commit_failure(failure.what());
    log::RunFile run = then_ ? std::move(*then_) : blank(session_);
    run.status = log::Status::failed;
    run.reason = failure.what();
    run.provenance["ended"] = utc_now();
    log::write(file_, run, session_.fence);
  } catch (const std::exception&) {
  }

 private:
  void prepare() {
    const Table& spec = session_.spec;
    log::RunFile now = blank(session_);
    Registry registry = make_registry(spec);
    Players players = make_players(spec, registry);
    const bool has_critic = players.divergence->traits().needs_critic;
    metrics_ = make_metrics(spec, registry, players);
    if (floor_draws(spec) > 0) floor_metrics_ = make_metrics(spec, registry, players);
    TrainingOptions options = training_options(spec, registry, players);
    options.rematches = asks_for_rematch(metrics_);
    now.provenance.merge(provenance(session_.command, options.threads, *players.data));
    if (!session_.spec_sha256.empty()) now.provenance["spec_sha256"] = session_.spec_sha256;
    now.real = real_samples(*players.data, static_cast<std::uint64_t>(now.seed));
    now.provenance_components = component_provenance(spec, has_critic, registry);

    untouchable_ = then_ && !then_->checkpoint.empty();
    if (untouchable_) require_same_origin(*then_, now, file_.string());
    for (const auto& [what, text] : origins(now)) peers_.require_same(what, text);
    signals_.emplace();  // before the trainer's threads are made
    trainer_.emplace(std::move(players), options);
    steps_ = options.steps;
    recorder_.emplace(
        file_, std::move(now), spec, *trainer_, metrics_, steps_, [] { return stop_signal() != 0; }, session_.fence);
    if (untouchable_) resume();
    untouchable_ = false;
  }

  void resume() try { recorder_->resume(std::move(*then_)); } catch (const std::exception& error) {
    throw CannotResume(file_.string(), error.what());
  }

  int train() try {
    const FloatMode mode;
    const bool finished = loop();
    if (!left_) peers_.require_same_weights(*trainer_);
    if (!peers_.lead()) return 0;
    const profile::Scope scope("log and commit");
    if (finished)
      recorder_->commit(log::Status::finished);
    else
      recorder_->commit(log::Status::interrupted,
                        stop_signal() ? "stopped by a signal" : fmt::format("paused at step {}", session_.until));
    return stop_signal() && !finished ? 128 + stop_signal() : 0;
  } catch (const Diverged& diverged) {
    if (peers_.lead()) recorder_->commit(log::Status::diverged, diverged.what());
    return 0;
  }

  /// False where it was stopped or paused: between two steps, or in the middle of an evaluation.
  bool loop() {
    profile::watch();
    beat();
    record(true);
    const std::int64_t end = session_.until > 0 ? std::min(session_.until, steps_) : steps_;
    while (!left_ && !is_stopped() && trainer_->steps_done() < end) {
      trainer_->step();
      check_float_mode("a component of this run");
      record(false);
      beat();
    }
    return !left_ && trainer_->steps_done() == steps_;
  }

  /// What is due; the leader's alone, without whom the others do not go on.
  void record(bool first) try {
    if (!peers_.lead()) return;
    const profile::Scope scope("log and commit");
    if (first && trainer_->steps_done() == 0)
      recorder_->measure_floor(std::move(floor_metrics_), floor_draws(session_.spec), [this] { beat(); });
    recorder_->record();
    if (!first && peers_.alone()) recorder_->commit_when_due();
  } catch (const Interrupted&) {
    leave();
  } catch (const Diverged&) {
    leave();
    throw;
  }

  void leave() {
    left_ = true;
    peers_.agree({.leave = 1});
  }

  /// One word a step: a signal to any process stops all of them behind the same step.
  bool is_stopped() {
    if (peers_.alone()) return stop_signal() != 0;
    const bool due = peers_.lead() && recorder_->is_due();
    const Peers::Word word = peers_.agree({.stop = stop_signal(), .compare = due});
    if (word.stop != 0) stop_by(static_cast<int>(word.stop));
    left_ = word.leave != 0;
    if (!left_ && word.compare != 0) peers_.require_same_weights(*trainer_);
    if (due) recorder_->commit_when_due();
    return stop_signal() != 0;
  }

  void beat() const {
    if (session_.beat && peers_.lead()) session_.beat(trainer_->steps_done(), steps_);
  }

  const Session& session_;
  const std::filesystem::path& file_;
  std::optional<log::RunFile> then_;
  std::optional<StopSignals> signals_;
  std::vector<NamedMetric> metrics_, floor_metrics_;  ///< the same: for the run, and for real against real
  std::optional<Trainer> trainer_;
  std::optional<Recorder> recorder_;
  Peers peers_;
  std::int64_t steps_ = 0;
  bool untouchable_ = false;
  bool left_ = false;  ///< the leader, in the middle of an evaluation: the others have been dismissed
};

}  // namespace

int run_session(const Session& session) {
  const rlim_t allowed = file_limit();
  const std::filesystem::path file = session.folder / "run.h5";
  std::optional<log::RunFile> then = earlier(file);
  if (then && is_over(*then)) return 0;
  Attempt attempt(session, file, std::move(then));
  const auto fail = [&](const Error& failure) {
    attempt.record(failure);
    throw failure;
  };
  try {
    return attempt.run();
  } catch (const CannotResume&) {
    throw;
  } catch (const Superseded&) {
    throw;
  } catch (const os::WriteError& error) {
    if (!is_own_fault(error, allowed)) throw;  // the run is no failure: it is resumable as it stands
    fail(as_failure(error, session.spec));
  } catch (const std::exception& error) {
    fail(as_failure(error, session.spec));
  } catch (...) {
    fail({Exit::cells_failed, no_std_exception});
  }
  return 0;
}

}  // namespace ganzoo::experiment
