#include <algorithm>
#include <cmath>
#include <ganzoo/report/picture/medians.hpp>
#include <ganzoo/report/statistics/location.hpp>
#include <limits>
#include <set>

namespace ganzoo::report {
namespace {

/// None where it was not measured there.
std::optional<double> value_at(const Trace& trace, double x) {
  const auto at = std::ranges::lower_bound(trace.x, x);
  if (at != trace.x.end() && *at == x) return trace.y[static_cast<std::size_t>(at - trace.x.begin())];
  return at == trace.x.end() ? trace.after : std::nullopt;
}

/// The band at one place; NaN without one.
std::pair<double, double> around(const std::vector<double>& values, double y, Band band, const Bounds& bounds) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  if (band == Band::none || values.size() < 2 || std::isnan(y)) return {none, none};
  if (band == Band::range) return {std::ranges::min(values), std::ranges::max(values)};
  if (band == Band::interval) {
    const Interval interval = interval_of(values, bounds);
    return {interval.low, interval.high};
  }
  double squares = 0;
  for (const double v : values) squares += (v - y) * (v - y);
  const double deviation = std::sqrt(squares / static_cast<double>(values.size() - 1));
  return {y - deviation, y + deviation};
}

}  // namespace

Trace trace_of(const Frame& frame, std::size_t run, std::size_t measure) {
  const Series& series = frame.series[run][measure];
  if (!series.measured) return {};
  Trace trace{frame.rows[run].places, series.values};
  if (frame.runs[run].log->status == log::Status::diverged && frame.measures[measure].has_direction())
    trace.after = series.worst(frame.measures[measure]);
  return trace;
}

Trace trace_of(const log::Table& table, const std::string& name) {
  const log::Column *steps = table.find("step"), *column = table.find(name);
  if (steps == nullptr || column == nullptr) return {};
  const auto numbers = [](const log::Column& c) {
    return std::visit([](const auto& v) { return std::vector<double>(v.begin(), v.end()); }, c.values);
  };
  return {numbers(*steps), numbers(*column)};
}

Ribbon ribbon_of(const std::vector<Trace>& traces, Center center, Band band, const Bounds& bounds) {
  std::set<double> places;
  for (const Trace& trace : traces) places.insert(trace.x.begin(), trace.x.end());
  Ribbon ribbon;
  for (const double x : places) {
    std::vector<double> values;
    for (const Trace& trace : traces)
      if (const auto value = value_at(trace, x)) values.push_back(*value);
    if (values.size() < traces.size()) continue;
    const double y = center == Center::mean ? mean_of(values) : median_of(values);
    const auto [low, high] = around(values, y, band, bounds);
    ribbon.x.push_back(x);
    ribbon.y.push_back(y);
    ribbon.low.push_back(low);
    ribbon.high.push_back(high);
  }
  return ribbon;
}

Trace median_of(const std::vector<Trace>& traces) {
  Ribbon ribbon = ribbon_of(traces, Center::median, Band::none, {});
  return {std::move(ribbon.x), std::move(ribbon.y)};
}

}  // namespace ganzoo::report
