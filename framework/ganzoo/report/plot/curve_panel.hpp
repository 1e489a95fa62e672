/// What a panel of curves is made of: a line a group, its band, and what a caption must say of them.
#pragma once

#include <ganzoo/report/picture/medians.hpp>
#include <ganzoo/report/plot/sheet.hpp>
#include <ganzoo/report/runs/cohort.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

/// A group's part.
struct Strand {
  Shown group;
  Ribbon ribbon;             ///< y as drawn
  std::vector<double> raw;   ///< y before it was smoothed; empty where it was not
  std::vector<Trace> seeds;  ///< each run's own; empty unless asked for
};

struct CurvePanel {
  std::string column, words;
  std::vector<Strand> strands;  ///< in the figure's order
};

/// `cohorts` are aligned with the comparison's groups.
CurvePanel panel_of(const Experiment& experiment, const std::vector<Cohort>& cohorts, const std::string& column,
                    const PlotOptions& options);

/// The median of so many rows around each; gaps stay gaps.
std::vector<double> smoothed(const std::vector<double>& y, std::int64_t rows);

/// Throws ganzoo::Error (usage) for a column of none of the runs.
void require_column(const Experiment& experiment, const std::string& column);
/// Of a run: a metric's column, or "train/NAME".
Trace trace_of(const Experiment& experiment, std::size_t run, const std::string& column, const std::string& axis);

}  // namespace ganzoo::report
