#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/plot/curve_names.hpp>
#include <ganzoo/report/plot/curve_panel.hpp>
#include <ganzoo/report/plot/curve_range.hpp>
#include <optional>

namespace ganzoo::report {
namespace {

void draw_band(Canvas& canvas, const Ribbon& r, const Plane& plane, Color color) {
  color.alpha = 0.13;
  std::vector<double> xs, ys;
  const Box& f = plane.f;
  const auto down = [&](double v) { return f.top + (1 - std::clamp(plane.y.place(v), -1.0, 2.0)) * f.height; };
  for (std::size_t first = 0; first < r.x.size();) {
    std::size_t end = first;
    while (end < r.x.size() && !std::isnan(r.low[end])) ++end;
    xs.clear();
    ys.clear();
    for (std::size_t i = first; i < end; ++i) xs.push_back(plane.px(r.x[i])), ys.push_back(down(r.high[i]));
    for (std::size_t i = end; i > first; --i) xs.push_back(plane.px(r.x[i - 1])), ys.push_back(down(r.low[i - 1]));
    if (!xs.empty()) canvas.fill_shape(xs, ys, color);
    first = std::max(end, first) + 1;
  }
}

void draw_line(Canvas& canvas, const std::vector<double>& x, const std::vector<double>& y, const Plane& plane,
               double width, Look look, double alpha = 1) {
  std::vector<double> xs, ys;
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i)
    xs.push_back(plane.px(x[i])), ys.push_back(plane.py(y[i]));
  look.color.alpha = alpha;
  canvas.curve(xs, ys, width, look.color, look.dash);
}

/// Bands behind all, single runs and what was not smoothed behind the lines; the first group on top.
void draw_strands(Sheet& sheet, const CurvePanel& panel, const Plane& plane) {
  const auto look = [&](const Strand& s) { return sheet.style.look_of(s.group.place); };
  for (const Strand& s : panel.strands) draw_band(sheet.canvas, s.ribbon, plane, look(s).color);
  for (const Strand& s : panel.strands) {
    for (const Trace& seed : s.seeds) draw_line(sheet.canvas, seed.x, seed.y, plane, 0.4, look(s), 0.5);
    draw_line(sheet.canvas, s.ribbon.x, s.raw, plane, 0.6, look(s), 0.25);
  }
  for (auto s = panel.strands.rbegin(); s != panel.strands.rend(); ++s)
    draw_line(sheet.canvas, s->ribbon.x, s->ribbon.y, plane, 1.1, look(*s));
}

Axis x_axis(const CurvePanel& panel, const std::string& xlim) {
  if (!xlim.empty()) return {ends_of("--xlim", xlim)[0], ends_of("--xlim", xlim)[1]};
  const std::vector<double> xs = finite_x(panel);
  if (xs.empty()) return {0, 1};
  return {xs.front(), xs.front() < xs.back() ? xs.back() : xs.front() + 1};
}

/// What of a panel's numbers the figure does not show.
std::string draw(Sheet& sheet, const Box& box, const CurvePanel& panel, const Experiment& e, std::size_t index,
                 std::size_t panels, std::optional<double> margin, const PlotOptions& o) {
  const YRange range = y_range(panel, o);
  const Axis& y = range.axis;
  const std::string scale = y.name().empty() ? "" : fmt::format(" · {}", y.name());
  draw_title(sheet, box, index, panels, title_of(e, panel.column) + scale);
  Plane plane{frame_in(box, width_of_numbers(sheet, y)), x_axis(panel, o.xlim), y};
  plane.f.width -= margin.value_or(0);
  draw_y(sheet, plane.f, y);
  draw_x(sheet, plane.f, plane.x, o.compared.axis, false);
  sheet.canvas.clip(plane.f.left, plane.f.top - 1, plane.f.width + 1, plane.f.height + 2);
  draw_strands(sheet, panel, plane);
  sheet.canvas.unclip();
  if (range.cuts_above) draw_note(sheet, plane.f, true, "bands cut at ", y, range.high);
  if (range.cuts_below) draw_note(sheet, plane.f, false, "bands cut at ", y, range.low);
  if (margin) draw_names(sheet, panel, plane);
  return fmt::format("{}: {}; {} scale{}{}", panel.column, panel.words, y.name().empty() ? "linear" : y.name(),
                     o.ylim.empty() ? "" : lines_beyond(panel, range), bands_beyond(panel, range));
}

/// A field of CSV, in quotes where it needs them.
std::string quoted(std::string name) {
  if (name.find_first_of(",\"\n") == name.npos) return name;
  for (std::size_t at = 0; (at = name.find('"', at)) != name.npos; at += 2) name.insert(at, 1, '"');
  return '"' + name + '"';
}

/// The lines' numbers.
std::string data_of(const CurvePanel& panel) {
  std::string text;
  for (const Strand& strand : panel.strands) {
    const Ribbon& r = strand.ribbon;
    for (std::size_t i = 0; i < r.x.size(); ++i)
      text += fmt::format("{},{},{},{},{},{}\n", panel.column, quoted(strand.group.name), r.x[i], r.y[i], r.low[i],
                          r.high[i]);
  }
  return text;
}

std::vector<std::string> columns_of(const Experiment& e, const PlotOptions& o) {
  std::vector<std::string> columns = o.columns;
  for (std::size_t m = 0; columns.size() < 3 && o.columns.empty() && m < e.frame.measures.size(); ++m)
    columns.push_back(e.frame.measures[m].name);
  for (const std::string& column : columns) require_column(e, column);
  if (columns.empty())
    throw Error(Exit::usage, "there is nothing to plot: these runs have no metrics", "--y train/critic_objective");
  return columns;
}

}  // namespace

Figure plot_curves(const Experiment& e, const PlotOptions& o) {
  if (o.smooth % 2 == 0)
    throw Error(Exit::usage, fmt::format("--smooth is {}, but must be odd: as many rows before as behind", o.smooth));
  const std::vector<std::string> columns = columns_of(e, o);
  const std::vector<Cohort> cohorts = cohorts_of(e.frame, Keys{e.comparison.by, {}}, {});
  const Layout layout = layout_of(o.layout, columns.size());
  const std::vector<Shown> groups = groups_of(e, o);
  const std::size_t rows = (columns.size() + layout.columns - 1) / layout.columns;
  const std::optional<double> margin = margin_for_names(groups, columns.size(), layout, o);
  const double head = margin ? 0 : height_of_legend(groups, layout.whole(), o);
  Sheet sheet = sheet_of(layout.whole(), head + static_cast<double>(rows) * layout.height, e, o);
  if (!margin) draw_legend(sheet, groups, layout.whole(), o);
  Figure figure;
  figure.data = fmt::format("panel,group,{},y,low,high\n", o.compared.axis);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Box box{static_cast<double>(i % layout.columns) * layout.width,
                  head + static_cast<double>(i / layout.columns) * layout.height, layout.width, layout.height};
    const CurvePanel panel = panel_of(e, cohorts, columns[i], o);
    figure.caption += draw(sheet, box, panel, e, i, columns.size(), margin, o) + "\n";
    figure.data += data_of(panel);
  }
  figure.caption +=
      "Lines stand where all seeds of a group have a value; a diverged run counts as the worst from then on.\n";
  figure.bytes = sheet.canvas.finished();
  return figure;
}

}  // namespace ganzoo::report
