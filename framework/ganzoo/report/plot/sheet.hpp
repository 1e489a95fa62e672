/// What every figure is made of: a sheet of panels in points, axes with round numbers, the groups' colours, a legend.
#pragma once

#include <array>
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

/// The colours of a theme; the page has the same.
struct Style {
  bool dark;
  Color paper, ink, dim, grey, line, faint;
  std::array<Color, 6> hues;

  /// Of the i-th group: six hues that the colour-blind tell apart, and as many again for each way to break a line.
  Look look_of(std::size_t group) const;
};
const Style& style_of(const std::string& theme);

/// A canvas and what is drawn on it in.
struct Sheet {
  Canvas canvas;
  const Style& style;
};
/// In the theme and type that are asked for, dated as date_of() says.
Sheet sheet_of(double width, double height, const Experiment& experiment, const PlotOptions& options);
/// How wide a text will be on such a sheet.
double measured(const std::string& text, double size, const PlotOptions& options);

/// The panels' size and how many stand in a row. Throws ganzoo::Error (usage) for an unknown layout.
struct Layout {
  double width, height;
  std::size_t columns;

  double whole() const { return width * static_cast<double>(columns); }
};
Layout layout_of(const std::string& name, std::size_t panels);

inline constexpr double small = 7, large = 8;  ///< text

/// The frame within a panel: room for its title, its numbers and what stands below.
Box frame_in(const Box& panel, double numbers);
/// "a" … "z", "aa", …
std::string letter_of(std::size_t index);
/// In one line, or in two around a comma where it is long.
void draw_title(Sheet& sheet, const Box& panel, std::size_t index, std::size_t panels, const std::string& title);
/// A panel's frame and axes.
struct Plane {
  Box f;
  Axis x, y;

  double px(double v) const { return f.left + x.place(v) * f.width; }
  double py(double v) const { return f.top + (1 - y.place(v)) * f.height; }
};

/// Lines and numbers.
void draw_x(Sheet& sheet, const Box& frame, const Axis& axis, const std::string& name, bool lines);
void draw_y(Sheet& sheet, const Box& frame, const Axis& axis);
/// A few words and one of the axis' numbers, small, inside the frame's upper or lower right corner.
void draw_note(Sheet& sheet, const Box& frame, bool above, const std::string& words, const Axis& axis, double value);
/// How wide the axis' numbers are.
double width_of_numbers(Sheet& sheet, const Axis& axis);

/// A group of the comparison in a figure; its place there gives its colour, however the figure orders them.
struct Shown {
  std::size_t place;
  std::string name;  ///< as in tables
};
/// All groups, in the figure's order. Throws ganzoo::Error (usage) for an order that names none.
std::vector<Shown> groups_of(const Experiment& experiment, const PlotOptions& options);

/// The groups in a row, or several, of a width. The height is 0 of a single group, which needs none.
double height_of_legend(const std::vector<Shown>& groups, double width, const PlotOptions& options);
void draw_legend(Sheet& sheet, const std::vector<Shown>& groups, double width, const PlotOptions& options);

/// The place of a metric's column. Throws ganzoo::Error (usage) where --y names none.
std::size_t measure_named(const Experiment& experiment, const std::string& column);
/// "modes.kl (nats) ↓"
std::string title_of(const Experiment& experiment, const std::string& column);

/// One file a picture kind.
Figure plot_curves(const Experiment& experiment, const PlotOptions& options);
Figure plot_bars(const Experiment& experiment, const PlotOptions& options, bool paired);
Figure plot_scatter(const Experiment& experiment, const PlotOptions& options);
Figure plot_samples(const Experiment& experiment, const PlotOptions& options);
Figure plot_game(const Experiment& experiment, const PlotOptions& options);
Figure plot_phase(const Experiment& experiment, const PlotOptions& options);
/// Of an experiment whose metrics are the divergences that it is measured by.
Figure plot_cross(const Experiment& experiment, const PlotOptions& options);

/// When the newest of the runs ended, or SOURCE_DATE_EPOCH: the only date in a file.
std::string date_of(const Experiment& experiment);
/// "5 seeds: 0–4", "2 to 5 seeds".
std::string seeds_text(const Experiment& experiment);

}  // namespace ganzoo::report
