#include <ganzoo/experiment/session/tables.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace ganzoo::experiment {
namespace {

log::Column integers(const char* name, const char* unit, const char* meaning) {
  return {.name = name, .unit = unit, .meaning = meaning, .values = std::vector<std::int64_t>{}, .attributes = {}};
}

log::Column numbers(std::string name, std::string unit, std::string meaning) {
  return {.name = std::move(name), .unit = std::move(unit), .meaning = std::move(meaning),
          .values = std::vector<double>{}, .attributes = {}};
}

log::Column step_column() { return integers("step", "updates", "generator updates done"); }

const char* name_of(Quantity::Better better) {
  constexpr std::array names{"lower", "higher", "neither"};
  return names[static_cast<std::size_t>(better)];
}

struct NumberColumn {
  const char* name;
  const char* meaning;
  double TrainingRow::*value;
};

constexpr std::array number_columns{
    NumberColumn{"critic_objective", "what the critic ascends, without penalties", &TrainingRow::critic_objective},
    NumberColumn{"generator_objective", "what the generator descends", &TrainingRow::generator_objective},
    NumberColumn{"penalty", "what the regularizers take off the critic's objective", &TrainingRow::penalty},
    NumberColumn{"divergence_estimate",
                 "in the divergence's own units, of each update's batch: the critic's lower bound E_P T - E_Q f*(T) of an "
                 "f-divergence, and the variational bound of donsker_varadhan and renyi, which logarithms of a batch's "
                 "means bias; E_P v - E_Q v of wasserstein, by the critic's unknown Lipschitz constant too large; that over "
                 "the root of E_P v^2/2 + E_Q v^2/2 for fisher; a distance between samples itself; NaN for games",
                 &TrainingRow::divergence_estimate},
    NumberColumn{"saturated_scores",
                 "how many of a critic update's scores, real and fake, lie beyond the range in which the terms of an "
                 "f-divergence are safe, and are continued in a straight line from its end; 0 for all others, "
                 "donsker_varadhan, renyi and fisher among them, whose terms are evaluated as they are",
                 &TrainingRow::saturated_scores},
    NumberColumn{"critic_real_mean", "mean score of real samples", &TrainingRow::critic_real_mean},
    NumberColumn{"critic_fake_mean", "mean score of generated samples", &TrainingRow::critic_fake_mean},
    NumberColumn{"critic_gradient_norm", "of the critic's gradient, penalties included", &TrainingRow::critic_gradient_norm},
    NumberColumn{"generator_gradient_norm", "of the generator's gradient", &TrainingRow::generator_gradient_norm},
    NumberColumn{"critic_rate", "learning rate of the critic", &TrainingRow::critic_rate},
    NumberColumn{"generator_rate", "learning rate of the generator", &TrainingRow::generator_rate}};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// A quantity's column with all that its metric declares of it.
log::Column quantity_column(const NamedMetric& metric, const Quantity& quantity, const Data& data, const char* behind) {
  log::Column column = numbers(metric.name + "." + quantity.name + behind, quantity.unit, quantity.meaning);
  column.attributes["better"] = std::string(name_of(quantity.better));
  if (!quantity.depends_on.empty()) column.attributes["depends_on"] = joined(quantity.depends_on);
  const Range range = quantity.range ? quantity.range(&data) : any();
  if (std::isfinite(range.low)) column.attributes["lower"] = range.low;
  if (std::isfinite(range.high)) column.attributes["upper"] = range.high;
  return column;
}

std::size_t count_until(const std::vector<std::int64_t>& steps, std::int64_t last) {
  return static_cast<std::size_t>(std::ranges::upper_bound(steps, last) - steps.begin());
}

void cut_behind(log::Table& table, std::int64_t last) {
  const std::size_t rows = count_until(steps_of(table), last);
  for (log::Column& column : table.columns) std::visit([&](auto& values) { values.resize(rows); }, column.values);
}

}  // namespace

log::Table empty_train_table() {
  log::Table table{{step_column(), numbers("wall_time", "s", "seconds of training"),
                    integers("critic_updates", "updates", "critic updates done"),
                    integers("real_seen", "samples", "real samples drawn for updates of either player: where the generator's loss scores reals too (relativistic "
                             "games), an alternating turn draws a batch more than other games do")}};
  for (const NumberColumn& column : number_columns) table.columns.push_back(numbers(column.name, "1", column.meaning));
  return table;
}

void append(log::Table& train, std::int64_t step, double wall_time, const TrainingRow& row) {
  auto column = train.columns.begin();
  const auto integer = [&](std::int64_t x) { std::get<std::vector<std::int64_t>>((column++)->values).push_back(x); };
  const auto number = [&](double x) { std::get<std::vector<double>>((column++)->values).push_back(x); };
  integer(step);
  number(wall_time);
  integer(row.critic_updates);
  integer(row.real_seen);
  for (const NumberColumn& c : number_columns) number(row.*c.value);
}

log::Table empty_metrics_table(const std::vector<NamedMetric>& metrics, const Data& data, bool averaged,
                               const std::string& selected) {
  log::Table table{{step_column()}};
  for (const char* behind : {"", ".ema"}) {
    if (*behind && !averaged) break;
    for (const NamedMetric& metric : metrics)
      for (const Quantity& quantity : metric.metric->quantities())
        table.columns.push_back(quantity_column(metric, quantity, data, behind));
  }
  for (const NamedMetric& metric : metrics)
    for (const Quantity& quantity : metric.metric->quantities())
      if (metric.name + "." + quantity.name == selected)
        table.columns.push_back(quantity_column(metric, quantity, data, ".validation"));
  return table;
}

log::Table empty_floor_table(const std::vector<NamedMetric>& metrics, const Data& data) {
  log::Column draw = integers("step", "draws", "number of the draw of real samples");
  log::Table table{{draw}};
  for (const NamedMetric& metric : metrics)
    for (const Quantity& quantity : metric.metric->quantities())
      if (quantity.better != Quantity::Better::neither)
        table.columns.push_back(quantity_column(metric, quantity, data, ""));
  return table;
}

std::vector<std::int64_t>& steps_of(log::Table& table) {
  return std::get<std::vector<std::int64_t>>(table.columns.front().values);
}

/// Of the samples, noise is of no step.
void cut_behind(log::RunFile& run, std::int64_t last) {
  cut_behind(run.train, last);
  cut_behind(run.metrics, last);
  const std::size_t snapshots = count_until(run.sample_steps, last);
  run.sample_steps.resize(snapshots);
  for (auto& [name, array] : run.samples) {
    if (name == "noise") continue;
    const auto all = static_cast<std::size_t>(array.dims[0]);
    array.values.resize(all == 0 ? 0 : array.values.size() / all * snapshots);
    array.dims[0] = static_cast<std::int64_t>(snapshots);
  }
}

}  // namespace ganzoo::experiment
