#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/report/plot/curve_panel.hpp>
#include <ganzoo/report/statistics/location.hpp>

namespace ganzoo::report {
namespace {

Bounds bounds_of(const Experiment& e, const std::string& column) {
  for (const Measure& measure : e.frame.measures)
    if (measure.name == column) return measure.bounds;
  return {};
}

/// A column of /train along an axis.
Trace trace_along(const log::Table& train, const std::string& column, const std::string& axis) {
  Trace trace = trace_of(train, column);
  if (axis == "step") return trace;
  trace.x = trace_of(train, axis).y;
  return trace.x.size() == trace.y.size() ? trace : Trace{};
}

Center center_of(const PlotOptions& o, const Bounds& bounds) {
  if (o.line == "auto") return bounds.finite() ? Center::mean : Center::median;
  return o.line == "mean" ? Center::mean : Center::median;
}

Band band_of(const PlotOptions& o, std::size_t seeds) {
  if (o.band == "auto") return seeds < 5 ? Band::range : Band::interval;
  return o.band == "range"      ? Band::range
         : o.band == "interval" ? Band::interval
         : o.band == "sd"       ? Band::deviation
                                : Band::none;
}

std::string words_of(Center center, Band band, const Bounds& bounds, std::size_t seeds) {
  constexpr std::array<const char*, 4> bands{"no band", "band: least to greatest seed", "",
                                             "band: ± standard deviation"};
  std::string text = center == Center::mean ? "mean" : "median";
  if (band != Band::interval) return fmt::format("{}; {}", text, bands[static_cast<std::size_t>(band)]);
  const std::vector<double> any(seeds, 0.0);
  return fmt::format("{}; band: {}, level {:.4g} %", text,
                     bounds.finite() ? "Gaffke's interval of the mean" : "order statistics of the median",
                     100 * (bounds.finite() ? 0.95 : median_interval(any).level));
}

Strand strand_of(const Experiment& e, const Cohort& cohort, const CurvePanel& panel, const Shown& group,
                 std::pair<Center, Band> kinds, const PlotOptions& o) {
  std::vector<Trace> traces;
  for (const std::size_t run : cohort.runs) traces.push_back(trace_of(e, run, panel.column, o.compared.axis));
  Strand strand{group, ribbon_of(traces, kinds.first, kinds.second, bounds_of(e, panel.column)), {}, {}};
  if (o.smooth > 1) {
    strand.raw = smoothed(strand.ribbon.y, o.smooth);
    strand.raw.swap(strand.ribbon.y);
  }
  if (o.seeds) strand.seeds = std::move(traces);
  return strand;
}

}  // namespace

Trace trace_of(const Experiment& e, std::size_t run, const std::string& column, const std::string& axis) {
  const auto m = std::ranges::find(e.frame.measures, column, &Measure::name);
  if (m != e.frame.measures.end())
    return trace_of(e.frame, run, static_cast<std::size_t>(m - e.frame.measures.begin()));
  return trace_along(e.frame.runs[run].log->train, column.substr(column.find('/') + 1), axis);
}

std::vector<double> smoothed(const std::vector<double>& y, std::int64_t rows) {
  const auto half = static_cast<std::size_t>(rows / 2);
  std::vector<double> smooth = y;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (std::isnan(y[i])) continue;
    std::vector<double> around;
    for (std::size_t k = i - std::min(i, half); k <= std::min(i + half, y.size() - 1); ++k)
      if (!std::isnan(y[k])) around.push_back(y[k]);
    smooth[i] = median_of(around);
  }
  return smooth;
}

CurvePanel panel_of(const Experiment& e, const std::vector<Cohort>& cohorts, const std::string& column,
                    const PlotOptions& o) {
  CurvePanel panel{column, "", {}};
  const Bounds bounds = bounds_of(e, column);
  const Center center = center_of(o, bounds);
  for (const Shown& group : groups_of(e, o)) {
    const Cohort& cohort = cohorts[group.place];
    const Band band = cohorts.size() > 6 && o.band == "auto" ? Band::none : band_of(o, cohort.runs.size());
    if (panel.words.empty()) panel.words = words_of(center, band, bounds, cohort.runs.size());
    panel.strands.push_back(strand_of(e, cohort, panel, group, {center, band}, o));
  }
  if (o.seeds) panel.words += "; thin: each run";
  if (o.smooth > 1)
    panel.words += fmt::format("; lines smoothed by a running median of {} rows, pale before", o.smooth);
  return panel;
}

void require_column(const Experiment& e, const std::string& column) {
  std::vector<std::string> known;
  for (const Measure& measure : e.frame.measures) known.push_back(measure.name);
  for (const Run& run : e.frame.runs)
    for (const log::Column& c : run.log->train.columns) known.push_back("train/" + c.name);
  if (std::ranges::find(known, column) != known.end()) return;
  const bool trained = std::ranges::find(known, "train/" + column) != known.end();
  const std::string near = trained ? "train/" + column : nearest(column, known);
  throw Error(Exit::usage, fmt::format("--y {} is a column of none of these runs", column),
              near.empty() ? "" : fmt::format("did you mean {}?", near));
}

}  // namespace ganzoo::report
