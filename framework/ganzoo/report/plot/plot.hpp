/// `ganzoo plot`: figures for papers, in their units: PDF, SVG or PNG, the same bytes for the same runs.
#pragma once

#include <ganzoo/report/comparison/comparison.hpp>
#include <ganzoo/report/picture/canvas.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

struct PlotOptions {
  CompareOptions compared;
  std::string what = "curves";         ///< curves | bars | paired | scatter | samples | game | phase | cross
  std::vector<std::string> columns{};  ///< of /metrics, or train/NAME; empty: the first three metrics
  std::vector<std::string> cross{};    ///< of cross: the divergences that generators are measured by
  std::vector<std::string> order{};    ///< a metric, the best first; or groups by their values, others behind them
  bool seeds = false;                  ///< a thin line for each run
  std::int64_t smooth = 1;             ///< rows of the running median that lines are smoothed by
  std::string theme = "light";         ///< light | dark
  std::string font = "DejaVu Sans";    ///< a family that is installed
  std::string layout = "single";       ///< single (84 mm) | double (174 mm) | WIDTHxHEIGHT in mm, of a panel
  std::string scale = "auto";          ///< auto | linear | log | symlog
  std::string line = "auto";           ///< auto | mean | median
  std::string band = "auto";           ///< auto | range | interval | sd | none
  std::string xlim{}, ylim{};          ///< of curves, "A:B"; empty: all
  std::vector<std::string> labels{};   ///< "VALUE=TEXT": what the group of that value is called
  std::vector<std::int64_t> steps{};   ///< whose samples are shown; empty: the last
  Format format = Format::pdf;
  double dpi = 300;
};

struct Figure {
  std::string bytes;
  std::string caption;  ///< the facts that a caption needs: n, statistic, band, what was left out
  std::vector<std::string> notices;
  std::string data{};  ///< of curves as CSV: panel, group, x, y, low, high
};

/// Throws ganzoo::Error: usage for what compare refuses, for a column that none has, an unknown layout, several
/// experiments at once; environment where it cannot be drawn.
Figure plot(const PlotOptions& options);

}  // namespace ganzoo::report
