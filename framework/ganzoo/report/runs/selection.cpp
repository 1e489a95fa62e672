#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/runs/selection.hpp>
#include <limits>

namespace ganzoo::report {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

double value_in(const log::Column& column, std::size_t row) {
  return std::visit([&](const auto& v) { return static_cast<double>(v[row]); }, column.values);
}

std::string hint_for(const std::string& word, const std::vector<std::string>& known) {
  const std::string near = nearest(word, known);
  return near.empty() ? fmt::format("there are: {}", fmt::join(known, ", ")) : fmt::format("did you mean {}?", near);
}

std::vector<std::string> every_column(const std::vector<Run>& runs) {
  std::vector<std::string> names;
  for (const Run& run : runs)
    for (const log::Column& column : run.log.metrics.columns)
      if (column.name != "step" && std::ranges::find(names, column.name) == names.end()) names.push_back(column.name);
  return names;
}

/// The last row at or before `last` with a finite value; NaN where there is none.
double last_finite(const log::Column& column, std::size_t last) {
  for (std::size_t row = last + 1; row-- > 0;)
    if (std::isfinite(value_in(column, row))) return value_in(column, row);
  return undefined;
}

std::string direction(const std::vector<Run>& runs, const std::string& metric) {
  for (const Run& run : runs)
    if (const log::Column* column = run.log.metrics.find(metric))
      if (const auto found = column->attributes.find("better"); found != column->attributes.end())
        if (const auto* text = std::get_if<std::string>(&found->second)) return *text;
  return "neither";
}

double parse_place(const std::string& at) {
  std::string digits = at;
  std::erase(digits, '_');
  double place = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), place);
  if (error != std::errc{} || end != digits.data() + digits.size() || !(place >= 0))
    throw Error(Exit::usage, fmt::format("--at is {}, but must be last, best or a step", at));
  return place;
}

bool is_over(const Run& run) {
  return run.log.status == log::Status::finished || run.log.status == log::Status::diverged;
}

}  // namespace

std::vector<std::string> metric_columns(const std::vector<Run>& runs, const std::vector<std::string>& wanted) {
  const std::vector<std::string> all = every_column(runs);
  if (wanted.empty()) return all;
  std::vector<std::string> columns;
  for (const std::string& name : wanted) {
    const std::size_t before = columns.size();
    for (const std::string& column : all)
      if (column == name || column.starts_with(name + ".")) columns.push_back(column);
    if (columns.size() > before) continue;
    throw Error(Exit::usage, fmt::format("{} is measured in none of these runs", name), hint_for(name, all));
  }
  return columns;
}

Selection::Selection(const std::vector<Run>& runs, const std::vector<std::string>& metrics,
                     const CompareOptions& options)
    : metrics_(metrics), at_(options.at), axis_(options.axis), limit_(infinity) {
  static const std::vector<std::string> axes{"step", "critic_updates", "real_seen", "wall_time"};
  if (std::ranges::find(axes, axis_) == axes.end())
    throw Error(Exit::usage,
                fmt::format("--axis is {}, but must be step, critic_updates, real_seen or wall_time", axis_),
                hint_for(axis_, axes));
  exact_ = at_ != "last" && at_ != "best";
  if (exact_) limit_ = parse_place(at_);
  if (at_ == "best" && !metrics_.empty()) {
    const std::string better = direction(runs, metrics_.front());
    if (better == "neither")
      throw Error(Exit::usage, fmt::format("--at best: {} is better neither lower nor higher", metrics_.front()),
                  "put a metric with a direction first in --metric");
    higher_ = better == "higher";
  }
  if (!exact_ && axis_ != "step")
    for (const Run& run : runs)
      if (run.log.status == log::Status::finished)
        limit_ = std::min(limit_, compute_at(run, static_cast<double>(run.log.step)));
}

double Selection::compute_at(const Run& run, double step) const {
  if (axis_ == "step") return step;
  const log::Column* steps = run.log.train.find("step");
  const log::Column* compute = run.log.train.find(axis_);
  if (steps == nullptr || compute == nullptr)
    throw Error(Exit::corrupt, fmt::format("{}: /train has no column {}", run.file.string(), axis_));
  double before = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(run.log.train.rows()) && value_in(*steps, i) <= step; ++i)
    before = value_in(*compute, i);
  return before;
}

std::size_t Selection::best_row(const Run& run, std::size_t rows) const {
  const log::Column* column = run.log.metrics.find(metrics_.front());
  std::size_t best = rows - 1;
  double record = undefined;
  for (std::size_t i = 0; column != nullptr && i < rows; ++i) {
    const double value = value_in(*column, i);
    if (!std::isfinite(value) || (higher_ ? value <= record : value >= record)) continue;
    record = value;
    best = i;
  }
  return best;
}

std::optional<std::size_t> Selection::row(const Run& run) const {
  const log::Column* steps = run.log.metrics.find("step");
  if (steps == nullptr || (!is_over(run) && !exact_)) return std::nullopt;
  std::size_t rows = 0;
  while (rows < static_cast<std::size_t>(run.log.metrics.rows()) && compute_at(run, value_in(*steps, rows)) <= limit_)
    ++rows;
  if (rows == 0) return std::nullopt;
  // A run that ended before the place asked for has no number there; a diverged one has its last.
  if (exact_ && run.log.status != log::Status::diverged && compute_at(run, static_cast<double>(run.log.step)) < limit_)
    return std::nullopt;
  return at_ == "best" ? best_row(run, rows) : rows - 1;
}

std::vector<double> Selection::values(const Run& run) const {
  std::vector<double> values(metrics_.size(), undefined);
  const auto at = row(run);
  if (!at) return values;
  for (std::size_t i = 0; i < metrics_.size(); ++i)
    if (const log::Column* column = run.log.metrics.find(metrics_[i]))
      values[i] = run.log.status == log::Status::diverged ? last_finite(*column, *at) : value_in(*column, *at);
  return values;
}

std::string Selection::shortfall(const Run& run) const {
  const auto at =
      std::isfinite(limit_) && at_ != "best" && run.log.status != log::Status::diverged ? row(run) : std::nullopt;
  if (!at) return {};
  const double place = compute_at(run, value_in(*run.log.metrics.find("step"), *at));
  if (place >= 0.9 * limit_) return {};
  return fmt::format("{}: is measured at {:.6g} of {:.6g} {}: metrics.every is too coarse to compare there", run.name(),
                     place, limit_, axis_);
}

}  // namespace ganzoo::report
