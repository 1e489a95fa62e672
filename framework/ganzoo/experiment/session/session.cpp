#include <csignal>
#include <ganzoo/config/document.hpp>
#include <ganzoo/config/json.hpp>
#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/core/profile.hpp>
#include <ganzoo/experiment/session/players.hpp>
#include <ganzoo/experiment/session/provenance.hpp>
#include <ganzoo/experiment/session/recorder.hpp>
#include <ganzoo/experiment/session/session.hpp>
#include <memory>
#include <new>
#include <optional>
#include <utility>

namespace ganzoo::experiment {
namespace {

volatile std::sig_atomic_t stop_signal = 0;

extern "C" void remember_signal(int number) { stop_signal = number; }

/// SIGINT and SIGTERM ask the loop to stop, as long as this lives.
class StopSignals {
 public:
  StopSignals() {
    stop_signal = 0;
    struct sigaction action {};
    action.sa_handler = remember_signal;
    sigaction(SIGINT, &action, &interrupt_);
    sigaction(SIGTERM, &action, &terminate_);
  }
  ~StopSignals() {
    sigaction(SIGINT, &interrupt_, nullptr);
    sigaction(SIGTERM, &terminate_, nullptr);
  }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

 private:
  struct sigaction interrupt_ {
  }, terminate_{};
};

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
  run.spec = to_toml(session.spec);
  run.spec_json = to_json(session.spec);
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

/// Records why a run failed beside the last commit, or alone where there is none. What cannot be written is not: the
/// error itself is on its way to the user.
void record_failure(const Session& session, const std::filesystem::path& file, const std::string& reason) try {
  log::RunFile run = std::filesystem::exists(file) ? log::read(file) : blank(session);
  run.status = log::Status::failed;
  run.reason = reason;
  run.provenance["ended"] = utc_now();
  log::write(file, run);
} catch (const std::exception&) {
}

/// A full disk or a missing file is no failure of the run: it is resumable as it stands.
bool is_environment(const std::exception& exception) {
  const auto* error = dynamic_cast<const Error*>(&exception);
  return error && error->code() == Exit::environment;
}

std::string reason_of(const std::exception& exception) {
  if (dynamic_cast<const std::bad_alloc*>(&exception)) return out_of_memory;
  if (dynamic_cast<const Error*>(&exception)) return exception.what();
  return stopped_by + exception.what();
}

/// metrics.floor; 0 in a spec that was not resolved.
std::int64_t floor_draws(const Table& spec) {
  const Value* value = find(spec, {"metrics", "floor"});
  const auto* draws = value ? value->get_if<std::int64_t>() : nullptr;
  return draws ? *draws : 0;
}

/// `floor_metrics`: the run's metrics once more, for real against real.
int train(const Session& session, Trainer& trainer, Recorder& recorder, std::vector<NamedMetric> floor_metrics,
          std::int64_t steps) try {
  const StopSignals signals;
  const FloatMode mode;
  const auto beat = [&] {
    if (session.beat) session.beat(trainer.steps_done(), steps);
  };
  beat();
  if (trainer.steps_done() == 0) {
    recorder.measure_floor(std::move(floor_metrics), floor_draws(session.spec), [&] {
      beat();
      return !stop_signal;
    });
    recorder.record();
  }
  profile::watch();
  while (trainer.steps_done() < steps && !stop_signal) {
    trainer.step();
    check_float_mode("a component of this run");
    const profile::Scope scope("log and commit");
    recorder.record();
    recorder.commit_when_due();
    beat();
  }
  const bool finished = trainer.steps_done() == steps;
  recorder.commit(finished ? log::Status::finished : log::Status::interrupted, finished ? "" : "stopped by a signal");
  return finished ? 0 : 128 + stop_signal;
} catch (const Diverged& diverged) {
  recorder.commit(log::Status::diverged, diverged.what());
  return 0;
}

}  // namespace

int run_session(const Session& session) {
  const std::filesystem::path file = session.folder / "run.h5";
  std::optional<log::RunFile> then = earlier(file);
  if (then && is_over(*then)) return 0;
  bool untouchable = false;  // while it is not known whether what is there may be gone on from
  try {
    log::RunFile now = blank(session);
    Registry registry = make_registry(session.spec);
    Players players = make_players(session.spec, registry);
    const bool has_critic = players.divergence->traits().needs_critic;
    std::vector<NamedMetric> metrics = make_metrics(session.spec, registry, players);
    std::vector<NamedMetric> floor_metrics;
    if (floor_draws(session.spec) > 0) floor_metrics = make_metrics(session.spec, registry, players);
    const TrainingOptions options = training_options(session.spec, registry, players);
    now.provenance.merge(provenance(session.command, options.threads, *players.data));
    if (!session.spec_sha256.empty()) now.provenance["spec_sha256"] = session.spec_sha256;
    now.provenance_components = component_provenance(session.spec, has_critic, registry);

    const bool resumes = then && !then->checkpoint.empty();
    untouchable = resumes;
    if (resumes) require_same_origin(*then, now, file.string());
    Trainer trainer(std::move(players), options);
    Recorder recorder(file, std::move(now), session.spec, trainer, metrics, options.steps);
    if (resumes) recorder.resume(std::move(*then));
    untouchable = false;
    return train(session, trainer, recorder, std::move(floor_metrics), options.steps);
  } catch (const std::exception& error) {
    if (!untouchable && !is_environment(error)) record_failure(session, file, reason_of(error));
    throw;
  } catch (...) {
    if (!untouchable) record_failure(session, file, no_std_exception);
    throw;
  }
}

}  // namespace ganzoo::experiment
