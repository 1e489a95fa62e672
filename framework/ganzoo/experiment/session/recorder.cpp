#include <ganzoo/experiment/session/recorder.hpp>

#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/float_mode.hpp>
#include <ganzoo/experiment/session/provenance.hpp>
#include <ganzoo/experiment/session/real_samples.hpp>
#include <ganzoo/experiment/session/tables.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace ganzoo::experiment {
namespace {

constexpr std::int64_t snapshot_images = 64, snapshot_points = 1024;
constexpr int commit_share = 50;  // of the time, a commit may take one part in so many
/// Before an evaluation that is likely to take longer, what is there is committed: a metric may not let itself be stopped.
constexpr std::chrono::seconds long_evaluation{10};

/// Weights in a file ↔ one network's parameters and running statistics.
template <class Visit>
void visit_weights(const std::string& network, const nn::Parameters& parameters, Visit&& visit) {
  for (std::size_t i = 0; i < parameters.entries().size(); ++i)
    visit(network + "/" + parameters.entries()[i].name, parameters.entries()[i].dims, parameters.value(static_cast<int>(i)));
  for (std::size_t i = 0; i < parameters.statistics().size(); ++i)
    visit(network + "/" + parameters.statistics()[i].name, parameters.statistics()[i].dims,
          parameters.statistic(static_cast<int>(i)));
}

void save(const std::string& network, const nn::Parameters& parameters, std::map<std::string, log::Array>& into) {
  visit_weights(network, parameters, [&](const std::string& name, const auto& dims, std::span<float> values) {
    into[name] = {dims, {}, values};
  });
}

void load(const std::string& network, const nn::Parameters& parameters, const std::map<std::string, log::Array>& from) {
  visit_weights(network, parameters, [&](const std::string& name, const auto& dims, std::span<float> values) {
    const auto found = from.find(name);
    if (found == from.end()) throw Error(Exit::corrupt, fmt::format("weights: {} is missing", name));
    if (found->second.dims != dims) throw Error(Exit::corrupt, fmt::format("weights: {} has another shape", name));
    std::ranges::copy(found->second.values, values.begin());
  });
}

/// metrics.select, "" where there is none.
std::string selected_metric(const Table& spec) {
  const Value* value = find(spec, {"metrics", "select"});
  const auto* text = value ? value->get_if<std::string>() : nullptr;
  return text ? *text : "";
}

std::vector<std::int64_t>& steps_of(log::Table& table) {
  return std::get<std::vector<std::int64_t>>(table.columns.front().values);
}

/// Whether what is due at `step` is there already: a run that goes on begins where it was stopped.
bool has(const std::vector<std::int64_t>& steps, std::int64_t step) { return !steps.empty() && steps.back() >= step; }

std::size_t count_until(const std::vector<std::int64_t>& steps, std::int64_t last) {
  return static_cast<std::size_t>(std::ranges::upper_bound(steps, last) - steps.begin());
}

void cut_behind(log::Table& table, std::int64_t last) {
  const std::size_t rows = count_until(steps_of(table), last);
  for (log::Column& column : table.columns) std::visit([&](auto& values) { values.resize(rows); }, column.values);
}

/// Of the samples, noise is of no step.
void cut_behind(log::RunFile& run, std::int64_t last) {
  cut_behind(run.train, last);
  cut_behind(run.metrics, last);
  const std::size_t snapshots = count_until(run.sample_steps, last);
  run.sample_steps.resize(snapshots);
  for (auto& [name, array] : run.samples) {
    if (name == "noise") continue;
    const std::size_t all = static_cast<std::size_t>(array.dims[0]);
    array.values.resize(all == 0 ? 0 : array.values.size() / all * snapshots);
    array.dims[0] = static_cast<std::int64_t>(snapshots);
  }
}

/// [s, n, …]: images [h, w] or [h, w, c], anything else as points.
std::vector<std::int64_t> snapshot_dims(std::int64_t count, const Shape& sample) {
  std::vector<std::int64_t> dims{0, count};
  dims.insert(dims.end(), sample.dims.begin(), sample.dims.end());
  if (sample.rank() == 3 && sample[2] == 1) dims.pop_back();
  return dims;
}

}  // namespace

std::set<std::int64_t> snapshot_steps(std::int64_t count, std::int64_t steps) {
  if (count <= 0) return {};
  if (count == 1) return {steps};
  std::set<std::int64_t> due;
  const double spacing = static_cast<double>(steps) / static_cast<double>(count - 1);
  for (std::int64_t i = 0; i < count; ++i) due.insert(std::llround(spacing * static_cast<double>(i)));
  return due;
}

Recorder::Recorder(std::filesystem::path file, log::RunFile run, const Table& spec, Trainer& trainer,
                   std::vector<NamedMetric>& metrics, std::int64_t steps, std::function<bool()> stop)
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
      stop_(std::move(stop)) {
  if (metrics_every_ == 0) metrics_every_ = std::max<std::int64_t>(1, steps / 20);
  run_.train = empty_train_table();
  run_.metrics = empty_metrics_table(metrics_, *trainer_.players().data, trainer_.averaged_parameters() != nullptr, selected_);
}

void Recorder::resume(log::RunFile then) {
  load("generator", trainer_.generator_parameters(), then.weights);
  if (trainer_.critic_parameters()) load("discriminator", *trainer_.critic_parameters(), then.weights);
  if (trainer_.averaged_parameters()) load("generator_ema", *trainer_.averaged_parameters(), then.weights);
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

void Recorder::add_row() { append(run_.train, trainer_.steps_done(), wall_time(), trainer_.take_row()); }

void Recorder::add_metrics() {
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
      metric.metric->evaluate(evaluation, metric.samples, values);
      check_float_mode("metric " + metric.name);
      row.push_back(values[i]);
    }
  }
}

namespace {

struct Draw {
  std::vector<double> values;  ///< of the quantities with a direction
  std::int64_t rows = 0;
};

/// None where the metric needs more than samples. `between` is called before each asking for samples, and may throw.
std::optional<Draw> draw_of(NamedMetric& metric, Trainer& trainer, std::uint64_t number,
                            const std::function<void()>& between) try {
  Draw draw;
  Evaluation evaluation = trainer.real_evaluation(number);
  evaluation.fake = [&draw, &between, fresh = evaluation.fake](std::int64_t n) {
    between();
    const ConstMatrix rows = fresh(n);
    draw.rows = std::max(draw.rows, rows.rows);
    return rows;
  };
  const auto quantities = metric.metric->quantities();
  std::vector<double> values(quantities.size());
  between();
  metric.metric->evaluate(evaluation, metric.samples, values);
  check_float_mode("metric " + metric.name);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (quantities[i].better != Quantity::Better::neither) draw.values.push_back(values[i]);
  return draw;
} catch (const Error&) {
  return std::nullopt;
}

}  // namespace

void Recorder::measure_floor(std::vector<NamedMetric> metrics, std::int64_t draws, const std::function<void()>& beat) {
  if (!run_.floor.columns.empty()) return;  // measured before the run was stopped
  const auto between = [this] { leave_in_time(); };
  std::erase_if(metrics, [&](NamedMetric& metric) {
    const auto draw = draw_of(metric, trainer_, 0, between);
    return !draw || draw->values.empty() || draw->rows == 0;
  });
  log::Table floor = empty_floor_table(metrics, *trainer_.players().data);
  for (std::int64_t number = 0; number < draws && !metrics.empty(); ++number) {
    beat();
    std::get<std::vector<std::int64_t>>(floor.columns[0].values).push_back(number);
    std::size_t column = 1;
    for (NamedMetric& metric : metrics) {
      const Draw draw = draw_of(metric, trainer_, static_cast<std::uint64_t>(number), between).value();
      for (const double value : draw.values) {
        std::get<std::vector<double>>(floor.columns[column].values).push_back(value);
        floor.columns[column++].attributes["samples"] = draw.rows;
      }
    }
  }
  if (draws > 0 && !metrics.empty()) run_.floor = std::move(floor);
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

void Recorder::evaluate(bool averaged, std::vector<double>& row) {
  const Evaluation evaluation = trainer_.evaluation(averaged, [this] { leave_in_time(); });
  for (NamedMetric& metric : metrics_) {
    leave_in_time();
    std::vector<double> values(metric.metric->quantities().size());
    metric.metric->evaluate(evaluation, metric.samples, values);
    check_float_mode("metric " + metric.name);
    row.insert(row.end(), values.begin(), values.end());
  }
}

void Recorder::add_snapshot() {
  const Shape shape = trainer_.players().data->shape();
  const bool image = is_image(shape);
  const std::int64_t count = image ? snapshot_images : snapshot_points;
  const ConstMatrix noise = trainer_.evaluation_noise(count);
  OwnedMatrix samples(count, shape.size());
  trainer_.sample(noise, samples, true);

  log::Array& all = run_.samples[image ? "images" : "points"];
  if (all.dims.empty()) {
    all.dims = snapshot_dims(count, shape);
    all.levels = run_.real.samples.levels;
    run_.samples["noise"] = {{count, noise.columns}, {noise.flat().begin(), noise.flat().end()}};
  }
  // Bounded images are kept by the levels of a byte; one out of bounds, and all are kept as they are.
  if (all.levels && !log::round_to(*all.levels, samples.view().flat())) all.levels.reset();
  all.values.insert(all.values.end(), samples.view().flat().begin(), samples.view().flat().end());
  ++all.dims[0];
  run_.sample_steps.push_back(trainer_.steps_done());
}

void Recorder::checkpoint(Archive archive) {
  double seconds = wall_time();
  archive("session/wall_time", seconds);
  if (archive.loading()) earlier_seconds_ = seconds;
  Archive training = archive.scope("trainer");
  trainer_.state(training);
  metric_states(archive);
}

void Recorder::metric_states(Archive archive) {
  for (std::size_t i = 0; i < metrics_.size(); ++i) {
    Archive inside = archive.scope("metric/" + std::to_string(i));
    metrics_[i].metric->state(inside);
  }
}

void Recorder::save_weights() {
  run_.weights.clear();
  save("generator", trainer_.generator_parameters(), run_.weights);
  if (trainer_.critic_parameters()) save("discriminator", *trainer_.critic_parameters(), run_.weights);
  if (trainer_.averaged_parameters()) save("generator_ema", *trainer_.averaged_parameters(), run_.weights);
}

void Recorder::commit_when_due() {
  const Clock::duration since = Clock::now() - committed_;
  if (since >= std::chrono::duration<double>(commit_seconds_) && since >= commit_share * last_commit_)
    commit(log::Status::running);
}

void Recorder::commit(log::Status status, const std::string& reason) {
  const auto begin = Clock::now();
  const bool over = status == log::Status::finished || status == log::Status::diverged;
  run_.status = status;
  run_.reason = reason;
  run_.step = trainer_.steps_done();
  run_.provenance["ended"] = status == log::Status::running ? std::string() : utc_now();
  save_weights();
  run_.checkpoint.clear();
  if (!over || keep_checkpoint_) checkpoint(Archive::saver(run_.checkpoint));
  log::write(file_, run_);
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
  log::write(file_, run_);
}

double Recorder::wall_time() const {
  return earlier_seconds_ + std::chrono::duration<double>(Clock::now() - started_).count();
}

}  // namespace ganzoo::experiment
