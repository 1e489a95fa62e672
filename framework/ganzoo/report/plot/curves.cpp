#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/report/picture/medians.hpp>
#include <ganzoo/report/plot/sheet.hpp>
#include <ganzoo/report/runs/cohort.hpp>

namespace ganzoo::report {
namespace {

struct CurvePanel {
  std::string column, words;
  std::vector<Ribbon> ribbons;
  bool bounded = false;
};

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

std::vector<Trace> traces_of(const Experiment& e, const Cohort& cohort, const std::string& column,
                             const std::string& axis) {
  std::vector<Trace> traces;
  for (const std::size_t run : cohort.runs) {
    const auto m = std::ranges::find(e.frame.measures, column, &Measure::name);
    traces.push_back(m != e.frame.measures.end()
                         ? trace_of(e.frame, run, static_cast<std::size_t>(m - e.frame.measures.begin()))
                         : trace_along(e.frame.runs[run].log->train, column.substr(column.find('/') + 1), axis));
  }
  return traces;
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

CurvePanel panel_of(const Experiment& e, const std::vector<Cohort>& cohorts, const std::string& column,
                    const PlotOptions& o) {
  CurvePanel panel{column, "", {}};
  const Bounds bounds = bounds_of(e, column);
  for (const Cohort& cohort : cohorts) {
    const Center center = center_of(o, bounds);
    const Band band = cohorts.size() > 6 && o.band == "auto" ? Band::none : band_of(o, cohort.runs.size());
    if (panel.words.empty()) panel.words = words_of(center, band, bounds, cohort.runs.size());
    panel.ribbons.push_back(ribbon_of(traces_of(e, cohort, column, o.compared.axis), center, band, bounds));
  }
  return panel;
}

std::vector<double> finite(const std::vector<Ribbon>& ribbons,
                           std::initializer_list<std::vector<double> Ribbon::*> sides) {
  std::vector<double> values;
  for (const Ribbon& ribbon : ribbons)
    for (const auto side : sides)
      std::ranges::copy_if(ribbon.*side, std::back_inserter(values), [](double v) { return std::isfinite(v); });
  std::ranges::sort(values);
  return values;
}

void draw_band(Canvas& canvas, const Ribbon& r, const Box& f, const Axis& x, const Axis& y, Color color) {
  color.alpha = 0.13;
  std::vector<double> xs, ys;
  const auto down = [&](double v) { return f.top + (1 - std::clamp(y.place(v), -1.0, 2.0)) * f.height; };
  const auto flush = [&] {
    if (!xs.empty()) canvas.fill_shape(xs, ys, color);
    xs.clear();
    ys.clear();
  };
  for (std::size_t first = 0; first < r.x.size();) {
    std::size_t end = first;
    while (end < r.x.size() && !std::isnan(r.low[end])) ++end;
    for (std::size_t i = first; i < end; ++i)
      xs.push_back(f.left + x.place(r.x[i]) * f.width), ys.push_back(down(r.high[i]));
    for (std::size_t i = end; i > first; --i)
      xs.push_back(f.left + x.place(r.x[i - 1]) * f.width), ys.push_back(down(r.low[i - 1]));
    flush();
    first = std::max(end, first) + 1;
  }
}

void draw_line(Canvas& canvas, const Ribbon& r, const Box& f, const Axis& x, const Axis& y, const Look& look) {
  std::vector<double> xs, ys;
  for (std::size_t i = 0; i < r.x.size(); ++i) {
    xs.push_back(f.left + x.place(r.x[i]) * f.width);
    ys.push_back(f.top + (1 - y.place(r.y[i])) * f.height);
  }
  canvas.curve(xs, ys, 1.1, look.color, look.dash);
}

/// "0.1:10": the ends of an axis.
std::vector<double> ends_of(const std::string& option, const std::string& text) {
  double low = NAN, high = NAN;
  const char *first = text.data(), *end = first + text.size();
  const auto [colon, before] = std::from_chars(first, end, low);
  const auto [last, after] = colon != end && *colon == ':' ? std::from_chars(colon + 1, end, high)
                                                           : std::from_chars_result{colon, std::errc::invalid_argument};
  if (before != std::errc{} || after != std::errc{} || last != end || !std::isfinite(low) || !std::isfinite(high) ||
      !(low < high))
    throw Error(Exit::usage, fmt::format("{} is {}, but must be A:B with A < B", option, text), "0:1");
  return {low, high};
}

/// How many of a panel's lines' points lie outside of the limits.
std::string outside(const CurvePanel& panel, const std::vector<double>& limits) {
  if (limits.empty()) return "";
  std::size_t all = 0, out = 0;
  for (const Ribbon& ribbon : panel.ribbons)
    for (const double y : ribbon.y) ++all, out += y < limits[0] || y > limits[1];
  return fmt::format("; y from {} to {}: {} of {} points outside", limits[0], limits[1], out, all);
}

/// What of a panel's numbers the figure does not show.
std::string draw(Canvas& canvas, const Box& box, const CurvePanel& panel, const Experiment& e, std::size_t index,
                 std::size_t panels, const PlotOptions& o) {
  const auto xs = finite(panel.ribbons, {&Ribbon::x});
  const auto ys = finite(panel.ribbons, {&Ribbon::y, &Ribbon::low, &Ribbon::high});
  const std::vector<double> limits = o.ylim.empty() ? std::vector<double>{} : ends_of("--ylim", o.ylim);
  const Axis y = !limits.empty() ? Axis::around(limits, o.scale) : ys.empty() ? Axis(0, 1) : Axis::around(ys, o.scale);
  const Axis x = !o.xlim.empty() ? Axis(ends_of("--xlim", o.xlim)[0], ends_of("--xlim", o.xlim)[1])
                 : xs.empty()    ? Axis(0, 1)
                                 : Axis(xs.front(), xs.front() < xs.back() ? xs.back() : xs.front() + 1);
  const std::string scale = y.name().empty() ? "" : fmt::format(" · {}", y.name());
  draw_title(canvas, box, index, panels, title_of(e, panel.column) + scale);
  const Box f = frame_in(box, width_of_numbers(canvas, y));
  draw_y(canvas, f, y);
  draw_x(canvas, f, x, o.compared.axis, false);
  canvas.clip(f.left, f.top - 1, f.width + 1, f.height + 2);
  for (std::size_t g = 0; g < panel.ribbons.size(); ++g) draw_band(canvas, panel.ribbons[g], f, x, y, look_of(g).color);
  for (std::size_t g = panel.ribbons.size(); g > 0; --g)
    draw_line(canvas, panel.ribbons[g - 1], f, x, y, look_of(g - 1));
  canvas.unclip();
  return fmt::format("{}: {}; {} scale{}", panel.column, panel.words, y.name().empty() ? "linear" : y.name(),
                     outside(panel, limits));
}

/// The lines' numbers; a field of CSV in quotes where it needs them.
std::string data_of(const CurvePanel& panel, const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t g = 0; g < panel.ribbons.size(); ++g) {
    const Ribbon& r = panel.ribbons[g];
    std::string name = names[g];
    if (name.find_first_of(",\"\n") != name.npos) {
      for (std::size_t at = 0; (at = name.find('"', at)) != name.npos; at += 2) name.insert(at, 1, '"');
      name = '"' + name + '"';
    }
    for (std::size_t i = 0; i < r.x.size(); ++i)
      text += fmt::format("{},{},{},{},{},{}\n", panel.column, name, r.x[i], r.y[i], r.low[i], r.high[i]);
  }
  return text;
}

void require_column(const Experiment& e, const std::string& column) {
  std::vector<std::string> known;
  for (const Measure& measure : e.frame.measures) known.push_back(measure.name);
  for (const Run& run : e.frame.runs)
    for (const log::Column& c : run.log->train.columns) known.push_back("train/" + c.name);
  if (std::ranges::find(known, column) != known.end()) return;
  const std::string near = nearest(column, known);
  throw Error(Exit::usage, fmt::format("--y {} is a column of none of these runs", column),
              near.empty() ? "" : fmt::format("did you mean {}?", near));
}

}  // namespace

Figure plot_curves(const Experiment& e, const PlotOptions& o) {
  std::vector<std::string> columns = o.columns;
  for (std::size_t m = 0; columns.size() < 3 && o.columns.empty() && m < e.frame.measures.size(); ++m)
    columns.push_back(e.frame.measures[m].name);
  for (const std::string& column : columns) require_column(e, column);
  if (columns.empty())
    throw Error(Exit::usage, "there is nothing to plot: these runs have no metrics", "--y train/critic_objective");
  const std::vector<Cohort> cohorts = cohorts_of(e.frame, Keys{e.comparison.by, {}}, {});
  const Layout layout = layout_of(o.layout, columns.size());
  const std::vector<std::string> names = names_of(e);
  const double width = layout.width * static_cast<double>(layout.columns);
  const std::size_t rows = (columns.size() + layout.columns - 1) / layout.columns;
  Canvas measuring(8, 8);
  const double head = names.size() > 1 ? draw_legend(measuring, names, width, false) : 0;
  Canvas canvas = Canvas::sheet(width, head + static_cast<double>(rows) * layout.height, o.format, o.dpi, date_of(e));
  if (names.size() > 1) draw_legend(canvas, names, width, true);
  Figure figure;
  figure.data = fmt::format("panel,group,{},y,low,high\n", o.compared.axis);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Box box{static_cast<double>(i % layout.columns) * layout.width,
                  head + static_cast<double>(i / layout.columns) * layout.height, layout.width, layout.height};
    const CurvePanel panel = panel_of(e, cohorts, columns[i], o);
    figure.caption += draw(canvas, box, panel, e, i, columns.size(), o) + "\n";
    figure.data += data_of(panel, names);
  }
  figure.caption +=
      "Lines stand where all seeds of a group have a value; a diverged run counts as the worst from then on.\n";
  figure.bytes = canvas.finished();
  return figure;
}

}  // namespace ganzoo::report
