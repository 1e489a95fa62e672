/// What every figure is made of: a sheet of panels in points, axes with round numbers, the groups' colours, a legend.
#pragma once

#include <ganzoo/report/page/meta.hpp>
#include <ganzoo/report/picture/axis.hpp>
#include <ganzoo/report/picture/canvas.hpp>
#include <ganzoo/report/plot/plot.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

/// In points.
struct Box {
  double left, top, width, height;
};

struct Look {
  Color color;
  Dash dash;
};

/// Of the i-th group: six hues that the colour-blind tell apart, and as many again for each way to break a line.
Look look_of(std::size_t group);

/// The panels' size and how many stand in a row. Throws ganzoo::Error (usage) for an unknown layout.
struct Layout {
  double width, height;
  std::size_t columns;
};
Layout layout_of(const std::string& name, std::size_t panels);

inline constexpr double small = 7, large = 8;  ///< text

/// The frame within a panel: room for its title, its numbers and what stands below.
Box frame_in(const Box& panel, double numbers);
void draw_title(Canvas& canvas, const Box& panel, std::size_t index, std::size_t panels, const std::string& title);
/// Lines and numbers; `place` as Axis has it.
void draw_x(Canvas& canvas, const Box& frame, const Axis& axis, const std::string& name, bool lines);
void draw_y(Canvas& canvas, const Box& frame, const Axis& axis);
/// How wide the axis' numbers are.
double width_of_numbers(Canvas& canvas, const Axis& axis);
/// The groups in a row, or several; returns its height. Measures only where `canvas` is to be drawn on later.
double draw_legend(Canvas& canvas, const std::vector<std::string>& names, double width, bool draws);

/// The groups' names, as in tables.
std::vector<std::string> names_of(const Experiment& experiment);
/// "modes.kl (nats) ↓"
std::string title_of(const Experiment& experiment, const std::string& column);

/// One file a picture kind. `canvas` is the whole sheet.
struct Drawing {
  double width, height;  ///< of the sheet
  std::string caption;
};
Figure plot_curves(const Experiment& experiment, const PlotOptions& options);
Figure plot_bars(const Experiment& experiment, const PlotOptions& options, bool paired);
Figure plot_scatter(const Experiment& experiment, const PlotOptions& options);
Figure plot_samples(const Experiment& experiment, const PlotOptions& options);
Figure plot_game(const Experiment& experiment, const PlotOptions& options);

/// When the newest of the runs ended, or SOURCE_DATE_EPOCH: the only date in a file.
std::string date_of(const Experiment& experiment);
/// "5 seeds: 0–4", "2 to 5 seeds".
std::string seeds_text(const Experiment& experiment);

}  // namespace ganzoo::report
