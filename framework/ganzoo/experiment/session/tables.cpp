#include <ganzoo/experiment/session/tables.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace ganzoo::experiment {
namespace {

const char* name_of(Quantity::Better better) {
  constexpr std::array names{"lower", "higher", "neither"};
  return names[static_cast<std::size_t>(better)];
}

/// A column of integers where `Number` is one; a direction and a range's finite ends are attributes.
template <class Number>
log::Column column_of(std::string name, std::string unit, std::string meaning) {
  return {.name = std::move(name),
          .unit = std::move(unit),
          .meaning = std::move(meaning),
          .values = std::vector<Number>{},
          .attributes = {}};
}

void declare(log::Column& column, Quantity::Better better, const Range& range) {
  column.attributes.own()["better"] = std::string(name_of(better));
  if (std::isfinite(range.low)) column.attributes.own()["lower"] = range.low;
  if (std::isfinite(range.high)) column.attributes.own()["upper"] = range.high;
}

template <class Number>
log::Column column_of(const RowColumn& declared) {
  log::Column column = column_of<Number>(declared.name, declared.unit, declared.meaning);
  declare(column, declared.better, declared.range);
  return column;
}

constexpr auto neither = Quantity::Better::neither;
constexpr const char* step_meaning = "generator updates done";
constexpr RowColumn step_of_row{"step", "updates", neither, at_least(1), step_meaning};
constexpr RowColumn wall_time{"wall_time", "s", neither, at_least(0), "seconds of training"};
constexpr RowColumn critic_updates{"critic_updates", "updates", neither, at_least(0), "critic updates done"};
constexpr RowColumn real_seen{
    "real_seen", "samples", neither, at_least(0),
    "real samples drawn for updates of either player: where the generator's loss scores reals "
    "too (relativistic games), an alternating turn draws a batch more than other games do"};

log::Column step_column() { return column_of<std::int64_t>("step", "updates", step_meaning); }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// A quantity's column with all that its metric declares of it.
log::Column quantity_column(const NamedMetric& metric, const Quantity& quantity, const Data& data, const char* behind) {
  log::Column column = column_of<double>(metric.name + "." + quantity.name + behind, quantity.unit, quantity.meaning);
  declare(column, quantity.better, quantity.range ? quantity.range(&data) : any());
  if (!quantity.depends_on.empty()) column.attributes.own()["depends_on"] = joined(quantity.depends_on);
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

std::vector<RowColumn> train_columns() {
  std::vector<RowColumn> all{step_of_row, wall_time, critic_updates, real_seen};
  all.insert(all.end(), mean_columns().begin(), mean_columns().end());
  return all;
}

log::Table empty_train_table() {
  log::Table table{{column_of<std::int64_t>(step_of_row), column_of<double>(wall_time),
                    column_of<std::int64_t>(critic_updates), column_of<std::int64_t>(real_seen)}};
  for (const RowColumn& column : mean_columns()) table.columns.push_back(column_of<double>(column));
  return table;
}

void append(log::Table& train, std::int64_t step, double seconds, const TrainingRow& row) {
  auto column = train.columns.begin();
  const auto integer = [&](std::int64_t x) { std::get<std::vector<std::int64_t>>((column++)->values).push_back(x); };
  const auto number = [&](double x) { std::get<std::vector<double>>((column++)->values).push_back(x); };
  integer(step);
  number(seconds);
  integer(row.critic_updates);
  integer(row.real_seen);
  for (const double mean : row.means) number(mean);
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
  log::Column draw = column_of<std::int64_t>("step", "draws", "number of the draw of real samples");
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

/// Of the samples, noise and labels are of no step.
void cut_behind(log::RunFile& run, std::int64_t last) {
  cut_behind(run.train, last);
  cut_behind(run.metrics, last);
  const std::size_t snapshots = count_until(run.sample_steps, last);
  run.sample_steps.resize(snapshots);
  for (auto& [name, array] : run.samples) {
    if (log::is_of_every_snapshot(name)) continue;
    const auto all = static_cast<std::size_t>(array.dims[0]);
    array.values.resize(all == 0 ? 0 : array.values.size() / all * snapshots);
    array.dims[0] = static_cast<std::int64_t>(snapshots);
  }
}

}  // namespace ganzoo::experiment
