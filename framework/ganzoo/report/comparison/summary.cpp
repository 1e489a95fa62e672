#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/numbers.hpp>
#include <ganzoo/report/comparison/summary.hpp>
#include <ganzoo/report/statistics/location.hpp>

namespace ganzoo::report {
namespace {

Interval checked_student(const std::vector<double>& values, const Bounds& bounds, const std::string& where) {
  Interval interval = student_interval(values);
  if (interval.rule.empty())
    throw Error(Exit::usage, fmt::format("--interval student: {} has {} finite values, but must have 3", where,
                                         std::ranges::count_if(values, [](double v) { return std::isfinite(v); })));
  if (interval.low < bounds.lower || interval.high > bounds.upper)
    throw Error(Exit::usage,
                fmt::format("--interval student: {} would be [{:.6g}, {:.6g}], but must be within [{:.6g}, {:.6g}]",
                            where, interval.low, interval.high, bounds.lower, bounds.upper),
                "it assumes normal values; without the option the interval assumes nothing");
  return interval;
}

Interval without_interval(const std::vector<double>& values, double center, const char* summary) {
  Interval interval;
  interval.n = static_cast<std::int64_t>(values.size());
  interval.center = center;
  interval.summary = summary;
  return interval;
}

Interval chosen_interval(const std::vector<double>& values, const Measure& measure, const Bounds& bounds,
                         const CompareOptions& options, const std::string& where) {
  if (options.summary == "iqm") return without_interval(values, interquartile_mean_of(values), "iqm");
  if (options.interval == "student" && !values.empty()) return checked_student(values, bounds, where);
  if (options.at == "own-best")  // chosen and reported on the same samples: nothing is known of its error
    return measure.bounds.finite() ? without_interval(values, mean_of(values), "mean")
                                   : without_interval(values, median_of(values), "median");
  return measure.bounds.finite() ? gaffke_interval(values, bounds) : median_interval(values);
}

double worst_of(const std::vector<double>& values, const Measure& measure) {
  if (values.empty() || !measure.has_direction()) return undefined;
  return measure.higher() ? std::ranges::min(values) : std::ranges::max(values);
}

}  // namespace

std::string rule_of(const Measure& measure, const CompareOptions& options) {
  if (options.summary == "iqm" || options.at == "own-best") return "none";
  if (options.interval == "student") return "student";
  return measure.bounds.finite() ? "gaffke" : "order statistics";
}

Summary summary_of(const Readings& readings, const Measure& measure, const Bounds& bounds,
                   const CompareOptions& options, const std::string& where) {
  Summary value;
  value.seeds = readings.seeds;
  value.runs = readings.values;
  value.undefined = readings.undefined;
  value.interval = chosen_interval(value.runs, measure, bounds, options, where);
  value.mean = mean_of(value.runs);
  value.median = median_of(value.runs);
  value.worst = worst_of(value.runs, measure);
  return value;
}

}  // namespace ganzoo::report
