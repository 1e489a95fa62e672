/// Which part of a panel's numbers its axes show, and what a caption must say of the rest.
#pragma once

#include <ganzoo/report/plot/curve_panel.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

/// [low, high] is what y shows of the panel's numbers.
struct YRange {
  Axis axis;
  double low, high;
  bool cuts_below = false, cuts_above = false;  ///< bands, without having been asked to
};

/// All numbers; where that takes an axis of powers, of the bands no more than a decade around the lines: one seed's
/// explosion would flatten the lines of all.
YRange y_range(const CurvePanel& panel, const PlotOptions& options);

/// "; bands are cut at 1e+06, they reach inf": what of the bands lies beyond.
std::string bands_beyond(const CurvePanel& panel, const YRange& range);
/// How many of a panel's lines' points do.
std::string lines_beyond(const CurvePanel& panel, const YRange& range);

/// Where the panel's numbers lie along x, sorted.
std::vector<double> finite_x(const CurvePanel& panel);
/// "0.1:10": the ends of an axis. Throws ganzoo::Error (usage) for anything else.
std::vector<double> ends_of(const std::string& option, const std::string& text);

}  // namespace ganzoo::report
