#include <ganzoo/experiment/session/recorder.hpp>

#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/core/profile.hpp>
#include <ganzoo/experiment/session/floor.hpp>
#include <ganzoo/experiment/session/provenance.hpp>
#include <ganzoo/experiment/session/saved_weights.hpp>
#include <ganzoo/experiment/session/snapshots.hpp>
#include <ganzoo/experiment/session/tables.hpp>
#include <ganzoo/experiment/spec/length.hpp>

#include <algorithm>
#include <utility>

namespace ganzoo::experiment {
namespace {

/// A commit waits until this many times as long as the last one took has passed: commits take at most 2 % of the time.
constexpr int rest_per_commit = 50;
/// Before an evaluation that is likely to take longer, what is there is committed: a metric may not let itself be stopped.
constexpr std::chrono::seconds long_evaluation{10};

/// metrics.select, "" where there is none.
std::string selected_metric(const Table& spec) {
  const Value* value = config::find(spec, {"metrics", "select"});
  const auto* text = value ? value->get_if<std::string>() : nullptr;
  return text ? *text : "";
}

/// Whether what is due at `step` is there already: a run that goes on begins where it was stopped.
bool has(const std::vector<std::int64_t>& steps, std::int64_t step) { return !steps.empty() && steps.back() >= step; }

}  // namespace

Recorder::Recorder(std::filesystem::path file, log::RunFile run, const Table& spec, Trainer& trainer,
                   std::vector<NamedMetric>& metrics, std::int64_t steps, std::function<bool()> stop, os::Fence fence)
    : file_(std::move(file)),
      run_(std::move(run)),
      trainer_(trainer),
      metrics_(metrics),
      steps_(steps),
      row_every_(integer_at(spec, "log.every")),
      metrics_every_(integer_at(spec, "metrics.every")),
      snapshot_steps_(snapshot_steps(integer_at(spec, "log.snapshots"), steps)),
      keep_checkpoint_(flag_at(spec, "log.keep_checkpoint")),
      selected_(selected_metric(spec)),
      commit_seconds_(number_at(spec, "log.commit")),
      stop_(std::move(stop)),
      fence_(std::move(fence)) {
  if (metrics_every_ == 0) metrics_every_ = default_every(steps);
  run_.train = empty_train_table();
  run_.metrics =
      empty_metrics_table(metrics_, *trainer_.players().data, trainer_.averaged_parameters() != nullptr, selected_);
}

void Recorder::resume(log::RunFile then) {
  load_weights(trainer_, then.weights);
  checkpoint(Archive::loader(then.checkpoint));
  run_.provenance["started"] = then.provenance["started"];
  run_.train = std::move(then.train);
  run_.metrics = std::move(then.metrics);
  run_.floor = std::move(then.floor);
  run_.sample_steps = std::move(then.sample_steps);
  run_.samples = std::move(then.samples);
  cut_behind(run_, trainer_.steps_done());
  has_committed_ = true;
}

void Recorder::record() {
  const std::int64_t step = trainer_.steps_done();
  const bool last = step == steps_;
  const auto due = [&](std::int64_t every) { return step % every == 0 || last; };
  if (step > 0 && due(row_every_) && !has(steps_of(run_.train), step)) add_row();
  if (!metrics_.empty() && due(metrics_every_) && !has(steps_of(run_.metrics), step)) add_metrics();
  if (snapshot_steps_.contains(step) && !has(run_.sample_steps, step)) add_snapshot();
}

void Recorder::add_row() {
  const profile::Scope scope("row");
  append(run_.train, trainer_.steps_done(), wall_time(), trainer_.take_row());
}

void Recorder::add_snapshot() {
  const profile::Scope scope("snapshot");
  experiment::add_snapshot(run_, trainer_);
}

void Recorder::add_metrics() {
  const profile::Scope scope("metrics");
  if (last_evaluation_ > long_evaluation) commit(log::Status::running);
  const auto begin = Clock::now();
  const std::vector<double> row = evaluate();
  last_evaluation_ = Clock::now() - begin;
  steps_of(run_.metrics).push_back(trainer_.steps_done());
  for (std::size_t i = 0; i < row.size(); ++i)
    std::get<std::vector<double>>(run_.metrics.columns[i + 1].values).push_back(row[i]);
}

/// The metric whose quantity was selected, once more, on samples set aside.
void Recorder::evaluate_selection(std::vector<double>& row) {
  const Evaluation evaluation = trainer_.selection_evaluation([this] { leave_in_time(); });
  for (NamedMetric& metric : metrics_) {
    const auto quantities = metric.metric->quantities();
    for (std::size_t i = 0; i < quantities.size(); ++i) {
      if (metric.name + "." + quantities[i].name != selected_) continue;
      leave_in_time();
      std::vector<double> values(quantities.size());
      show_critic(*metric.metric);
      metric.metric->evaluate(evaluation, metric.samples, values);
      check_float_mode("metric " + metric.name);
      row.push_back(values[i]);
    }
  }
}

void Recorder::measure_floor(std::vector<NamedMetric> metrics, std::int64_t draws, const std::function<void()>& beat) {
  if (!run_.floor.columns.empty()) return;  // measured before the run was stopped
  const profile::Scope scope("floor");
  run_.floor = experiment::measure_floor(std::move(metrics), trainer_, draws,
                                         {.draws = beat, .pieces = [this] { leave_in_time(); }});
  started_ = Clock::now();
}

void Recorder::leave_in_time() const {
  if (stop_()) throw Interrupted();
}

/// A row of /metrics, whole; or, interrupted, every metric's state as it was.
std::vector<double> Recorder::evaluate() {
  Saved before;
  metric_states(Archive::saver(before));
  try {
    std::vector<double> row;
    evaluate(false, row);
    if (trainer_.averaged_parameters()) evaluate(true, row);
    if (!selected_.empty()) evaluate_selection(row);
    return row;
  } catch (const Interrupted&) {
    metric_states(Archive::loader(before));
    throw;
  }
}

void Recorder::show_critic(Metric& metric) {
  if (auto* looks = dynamic_cast<LooksIntoCritic*>(&metric))
    looks->look_into(trainer_.critic_view([this] { leave_in_time(); }));
  if (auto* asks = dynamic_cast<AsksForRematch*>(&metric)) asks->offer(trainer_.rematch([this] { leave_in_time(); }));
}

void Recorder::evaluate(bool averaged, std::vector<double>& row) {
  const Evaluation evaluation = trainer_.evaluation(averaged, [this] { leave_in_time(); });
  for (NamedMetric& metric : metrics_) {
    leave_in_time();
    std::vector<double> values(metric.metric->quantities().size());
    show_critic(*metric.metric);
    const profile::Scope scope(metric.name.c_str());
    metric.metric->evaluate(evaluation, metric.samples, values);
    check_float_mode("metric " + metric.name);
    row.insert(row.end(), values.begin(), values.end());
  }
}

void Recorder::checkpoint(Archive archive) {
  double seconds = wall_time();
  archive("session/wall_time", seconds);
  if (archive.loading()) earlier_seconds_ = seconds;
  Archive training = archive.scope("trainer");
  trainer_.state(training);
  metric_states(archive);
}

void Recorder::metric_states(const Archive& archive) {
  for (std::size_t i = 0; i < metrics_.size(); ++i) {
    Archive inside = archive.scope("metric/" + std::to_string(i));
    metrics_[i].metric->state(inside);
  }
}

bool Recorder::is_due() const {
  const Clock::duration since = Clock::now() - committed_;
  return since >= std::chrono::duration<double>(commit_seconds_) && since >= rest_per_commit * last_commit_;
}

void Recorder::commit_when_due() {
  if (is_due()) commit(log::Status::running);
}

void Recorder::commit(log::Status status, const std::string& reason) {
  const profile::Scope scope("commit");
  const auto begin = Clock::now();
  const bool over = status == log::Status::finished || status == log::Status::diverged;
  run_.status = status;
  run_.reason = reason;
  run_.step = trainer_.steps_done();
  run_.provenance["ended"] = status == log::Status::running ? std::string() : utc_now();
  run_.weights = saved_weights(trainer_);
  run_.checkpoint.clear();
  if (!over || keep_checkpoint_) checkpoint(Archive::saver(run_.checkpoint));
  log::write(file_, run_, fence_);
  has_committed_ = true;
  committed_ = Clock::now();
  last_commit_ = committed_ - begin;
}

void Recorder::commit_failure(const std::string& reason) {
  run_.status = log::Status::failed;
  run_.reason = reason;
  run_.step = trainer_.steps_done();
  run_.provenance["ended"] = utc_now();
  run_.weights.clear();
  run_.checkpoint.clear();
  if (has_committed_) {
    log::RunFile last = log::read(file_);
    run_.weights = std::move(last.weights);
    run_.checkpoint = std::move(last.checkpoint);
  }
  log::write(file_, run_, fence_);
}

double Recorder::wall_time() const {
  return earlier_seconds_ + std::chrono::duration<double>(Clock::now() - started_).count();
}

}  // namespace ganzoo::experiment
