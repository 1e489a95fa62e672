/// Runs × metrics, looked up once: after this nothing of a comparison goes back to the files' tables.
#pragma once

#include <ganzoo/report/runs/runs.hpp>
#include <ganzoo/report/statistics/interval.hpp>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::report {

/// A column of /metrics as its metric declared it.
struct Measure {
  std::string name, unit;
  std::string better = "neither";       ///< lower | higher | neither
  Bounds bounds;                        ///< over all runs
  std::vector<std::string> depends_on;  ///< keys that fix its unit

  bool has_direction() const { return better != "neither"; }
  bool higher() const { return better == "higher"; }
};

/// One run's numbers of one measure.
struct Series {
  bool measured = false;
  std::vector<double> values;      ///< a row each, as Frame::rows; empty where it was not measured
  std::vector<double> validation;  ///< the same on samples set aside for choosing; empty without
  Bounds bounds;
  std::vector<double> floor;  ///< real against real; empty without
  std::int64_t floor_samples = 0;

  /// The worst value there is: the bound on the bad side, an infinity where there is none; NaN without a direction.
  double worst(const Measure& measure) const;
};

/// Where a run's evaluations were made.
struct Rows {
  std::vector<double> steps;
  std::vector<double> places;  ///< along the axis of compute
  double end = 0;              ///< the place of the run's last step
};

struct Frame {
  std::vector<Run> runs;
  std::vector<Measure> measures;
  std::vector<Rows> rows;                   ///< of each run
  std::vector<std::vector<Series>> series;  ///< [run][measure]
};

/// The columns of /metrics that `wanted` names (a column, or a metric: all its columns; empty: all but those for
/// choosing), in the files' order, along `axis` (step | critic_updates | real_seen | wall_time). Throws ganzoo::Error:
/// usage, with the nearest name as its hint, for a metric or an axis that there is not; corrupt for a value outside of
/// its declared range.
Frame frame_of(std::vector<Run> runs, const std::vector<std::string>& wanted, const std::string& axis);

}  // namespace ganzoo::report
