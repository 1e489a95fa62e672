#include <algorithm>
#include <ganzoo/report/picture/medians.hpp>
#include <ganzoo/report/statistics/location.hpp>
#include <set>

namespace ganzoo::report {
namespace {

/// None where it was not measured there.
std::optional<double> value_at(const Trace& trace, double x) {
  const auto at = std::ranges::lower_bound(trace.x, x);
  if (at != trace.x.end() && *at == x) return trace.y[static_cast<std::size_t>(at - trace.x.begin())];
  return at == trace.x.end() ? trace.after : std::nullopt;
}

}  // namespace

Trace trace_of(const Frame& frame, std::size_t run, std::size_t measure) {
  const Series& series = frame.series[run][measure];
  if (!series.measured) return {};
  Trace trace{frame.rows[run].places, series.values};
  if (frame.runs[run].log.status == log::Status::diverged && frame.measures[measure].has_direction())
    trace.after = series.worst(frame.measures[measure]);
  return trace;
}

Trace median_of(const std::vector<Trace>& traces) {
  std::set<double> places;
  for (const Trace& trace : traces) places.insert(trace.x.begin(), trace.x.end());
  Trace median;
  for (const double x : places) {
    std::vector<double> values;
    for (const Trace& trace : traces)
      if (const auto value = value_at(trace, x)) values.push_back(*value);
    if (values.size() < traces.size()) continue;
    median.x.push_back(x);
    median.y.push_back(median_of(values));
  }
  return median;
}

}  // namespace ganzoo::report
