#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/report/runs/frame.hpp>

namespace ganzoo::report {
namespace {

const std::string validation = ".validation";

std::vector<double> numbers(const log::Column* column) {
  if (column == nullptr) return {};
  return std::visit([](const auto& v) { return std::vector<double>(v.begin(), v.end()); }, column->values);
}

std::string text(const log::Column& column, const std::string& name) {
  const auto found = column.attributes->find(name);
  const auto* value = found == column.attributes->end() ? nullptr : std::get_if<std::string>(&found->second);
  return value == nullptr ? "" : *value;
}

double number(const log::Column& column, const std::string& name, double otherwise) {
  const auto found = column.attributes->find(name);
  if (found == column.attributes->end()) return otherwise;
  if (const auto* value = std::get_if<double>(&found->second)) return *value;
  if (const auto* value = std::get_if<std::int64_t>(&found->second)) return static_cast<double>(*value);
  return otherwise;
}

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(' ', at), list.size());
    if (end > at) parts.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::string hint_for(const std::string& word, const std::vector<std::string>& known) {
  const std::string near = nearest(word, known);
  return near.empty() ? fmt::format("there are: {}", fmt::join(known, ", ")) : fmt::format("did you mean {}?", near);
}

std::vector<std::string> every_column(const std::vector<Run>& runs) {
  std::vector<std::string> names;
  for (const Run& run : runs)
    for (const log::Column& column : run.log->metrics.columns)
      if (column.name != "step" && std::ranges::find(names, column.name) == names.end()) names.push_back(column.name);
  return names;
}

std::vector<std::string> chosen_columns(const std::vector<Run>& runs, const std::vector<std::string>& wanted) {
  const std::vector<std::string> all = every_column(runs);
  std::vector<std::string> columns;
  if (wanted.empty())
    std::ranges::copy_if(all, std::back_inserter(columns),
                         [](const auto& name) { return !name.ends_with(validation); });
  for (const std::string& name : wanted) {
    const std::size_t before = columns.size();
    for (const std::string& column : all)
      if (column == name || (column.starts_with(name + ".") && !column.ends_with(validation)))
        columns.push_back(column);
    if (columns.size() == before)
      throw Error(Exit::usage, fmt::format("{} is measured in none of these runs", name), hint_for(name, all));
  }
  return columns;
}

Bounds bounds_of(const log::Column& column) {
  return {number(column, "lower", -infinity), number(column, "upper", infinity)};
}

Measure measure_of(const std::vector<Run>& runs, const std::string& name) {
  Measure measure;
  measure.name = name;
  measure.bounds = {infinity, -infinity};
  bool first = true;
  for (const Run& run : runs) {
    const log::Column* column = run.log->metrics.find(name);
    if (column == nullptr) continue;
    const Bounds own = bounds_of(*column);
    measure.bounds = {std::min(measure.bounds.lower, own.lower), std::max(measure.bounds.upper, own.upper)};
    if (!std::exchange(first, false)) continue;
    measure.unit = column->unit;
    if (const std::string better = text(*column, "better"); !better.empty()) measure.better = better;
    measure.depends_on = split(text(*column, "depends_on"));
  }
  return measure;
}

void require_within(const Run& run, const Measure& measure, const Series& series) {
  // A file's number may differ from its bound by rounding.
  const double slack = 1e-9 * (series.bounds.finite() ? series.bounds.upper - series.bounds.lower : 1);
  for (const double v : series.values)
    if (v < series.bounds.lower - slack || v > series.bounds.upper + slack)
      throw Error(Exit::corrupt, fmt::format("{}: /metrics/{} holds {}, but must be within [{}, {}]", run.file.string(),
                                             measure.name, v, series.bounds.lower, series.bounds.upper));
}

Series series_of(const Run& run, const Measure& measure) {
  Series series;
  const log::Column* column = run.log->metrics.find(measure.name);
  if (column == nullptr) return series;
  series.measured = true;
  series.values = numbers(column);
  series.validation = numbers(run.log->metrics.find(measure.name + validation));
  series.bounds = bounds_of(*column);
  if (const log::Column* floor = run.log->floor.find(measure.name)) {
    series.floor = numbers(floor);
    series.floor_samples = static_cast<std::int64_t>(number(*floor, "samples", 0));
  }
  require_within(run, measure, series);
  return series;
}

/// The compute spent by each of `steps` along the axis.
std::vector<double> places_at(const Run& run, const std::vector<double>& steps, const std::string& axis) {
  if (axis == "step") return steps;
  const std::vector<double> logged = numbers(run.log->train.find("step"));
  const std::vector<double> compute = numbers(run.log->train.find(axis));
  if (compute.size() != logged.size())
    throw Error(Exit::corrupt, fmt::format("{}: /train has no column {}", run.file.string(), axis));
  std::vector<double> places;
  for (const double step : steps) {
    const auto rows = std::ranges::upper_bound(logged, step) - logged.begin();
    places.push_back(rows > 0 ? compute[static_cast<std::size_t>(rows) - 1] : 0);
  }
  return places;
}

void require_axis(const std::string& axis) {
  static const std::vector<std::string> axes{"step", "critic_updates", "real_seen", "wall_time"};
  if (std::ranges::find(axes, axis) != axes.end()) return;
  throw Error(Exit::usage, fmt::format("--axis is {}, but must be step, critic_updates, real_seen or wall_time", axis),
              hint_for(axis, axes));
}

}  // namespace

double Series::worst(const Measure& measure) const {
  if (!measure.has_direction()) return std::numeric_limits<double>::quiet_NaN();
  return measure.higher() ? bounds.lower : bounds.upper;
}

Frame frame_of(std::vector<Run> runs, const std::vector<std::string>& wanted, const std::string& axis) {
  require_axis(axis);
  Frame frame;
  for (const std::string& name : chosen_columns(runs, wanted)) frame.measures.push_back(measure_of(runs, name));
  for (const Run& run : runs) {
    Rows rows;
    rows.steps = numbers(run.log->metrics.find("step"));
    rows.places = places_at(run, rows.steps, axis);
    rows.end = places_at(run, {static_cast<double>(run.log->step)}, axis).front();
    frame.rows.push_back(std::move(rows));
    auto& series = frame.series.emplace_back();
    for (const Measure& measure : frame.measures) series.push_back(series_of(run, measure));
  }
  frame.runs = std::move(runs);
  return frame;
}

}  // namespace ganzoo::report
