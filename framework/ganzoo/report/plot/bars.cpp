#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/plot/sheet.hpp>
#include <ganzoo/report/table/wording.hpp>

namespace ganzoo::report {
namespace {

/// One group's row of a panel: each seed a ring, the interval a line, the centre a dot.
struct Row {
  std::string name;
  std::vector<double> values;
  double center = NAN, low = NAN, high = NAN;
  Color color;
};

Row row_of(const Summary& v, const std::string& name, const Color& color) {
  return {name, v.runs, v.interval.center, v.interval.low, v.interval.high, color};
}

/// Grey where the difference is not significant after Holm's correction.
Row difference_of(const Summary& v, const Summary& base, const std::string& name, const Style& style, std::size_t g) {
  Row row{name, {}, NAN, NAN, NAN, style.look_of(g).color};
  if (!v.difference) return row;
  const Difference& d = *v.difference;
  for (const std::int64_t seed : d.seeds) {
    const auto i = std::ranges::find(v.seeds, seed) - v.seeds.begin(),
               j = std::ranges::find(base.seeds, seed) - base.seeds.begin();
    row.values.push_back(v.runs[static_cast<std::size_t>(i)] - base.runs[static_cast<std::size_t>(j)]);
  }
  row.center = d.interval.center;
  row.low = d.interval.low;
  row.high = d.interval.high;
  if (!(d.p_holm <= 0.05)) row.color = style.grey;
  return row;
}

Axis axis_of(const std::vector<Row>& rows, bool paired, const std::string& scale) {
  std::vector<double> values;
  if (paired) values.push_back(0);
  for (const Row& row : rows) {
    values.insert(values.end(), row.values.begin(), row.values.end());
    values.insert(values.end(), {row.center, row.low, row.high});
  }
  std::erase_if(values, [](double v) { return !std::isfinite(v); });
  std::ranges::sort(values);
  return values.empty() ? Axis(0, 1) : Axis::around(values, paired ? "linear" : scale);
}

void draw_row(Sheet& sheet, const Row& row, const Box& f, double y, const Axis& axis) {
  auto& [canvas, style] = sheet;
  const auto at = [&](double v) {
    const double place = v == INFINITY ? 1 : v == -INFINITY ? 0 : axis.place(v);
    return f.left + std::clamp(place, 0.0, 1.0) * f.width;
  };
  canvas.text(f.left - 6, y + 2.5, row.name, small, style.ink, Canvas::Anchor::right);
  if (!std::isnan(row.low)) canvas.line(at(row.low), y, at(row.high), y, 1.1, row.color);
  Color pale = row.color;
  pale.alpha = 0.4;
  for (const double v : row.values)
    if (!std::isnan(v)) canvas.dot(at(v), y, 1.6, pale);
  if (!std::isnan(row.center)) canvas.dot(at(row.center), y, 2.4, row.color);
}

std::string words_of(const Experiment& e, std::size_t m, bool paired) {
  const double level = paired ? shared_difference_level(e.comparison, m) : shared_level(e.comparison, m);
  const std::string known = std::isnan(level) ? "levels differ" : level_text(level);
  return paired ? fmt::format(
                      "{}: difference to {} by seed, interval of the sign-flip test, {}; grey: not significant after "
                      "Holm over {}",
                      e.frame.measures[m].name, e.comparison.baseline, known, e.comparison.family)
                : fmt::format("{}: {}, {} interval, {}", e.frame.measures[m].name,
                              e.comparison.groups.empty() ? "" : e.comparison.groups[0].values[m].interval.summary,
                              e.comparison.rules[m], known);
}

constexpr std::size_t most_bar_panels = 6;  ///< unless --y names them

/// Places among the measures: those asked for, or the first.
std::vector<std::size_t> measures_of(const Experiment& e, const std::vector<std::string>& columns) {
  std::vector<std::size_t> places;
  for (const std::string& column : columns) places.push_back(measure_named(e, column));
  for (std::size_t m = 0; columns.empty() && m < std::min(most_bar_panels, e.frame.measures.size()); ++m)
    places.push_back(m);
  return places;
}

std::vector<Row> rows_of(const Experiment& e, const std::vector<Shown>& groups, std::size_t m, bool paired,
                         const Style& style) {
  const auto base = std::ranges::find_if(e.comparison.groups, &Group::is_baseline);
  std::vector<Row> rows;
  for (const Shown& shown : groups) {
    const Group& group = e.comparison.groups[shown.place];
    if (!paired)
      rows.push_back(row_of(group.values[m], shown.name, style.look_of(shown.place).color));
    else if (!group.is_baseline)
      rows.push_back(difference_of(group.values[m], base->values[m], shown.name, style, shown.place));
  }
  return rows;
}

void draw_panel(Sheet& sheet, const Box& f, const std::vector<Row>& rows, const Axis& axis, bool paired) {
  draw_x(sheet, f, axis, "", true);
  const double zero = f.left + axis.place(0) * f.width;
  if (paired) sheet.canvas.line(zero, f.top, zero, f.top + f.height, 0.6, sheet.style.ink);
  const double line = f.height / static_cast<double>(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    draw_row(sheet, rows[i], f, f.top + (static_cast<double>(i) + 0.5) * line, axis);
}

std::string left_out(const Experiment& e, std::size_t drawn, const PlotOptions& o) {
  if (!o.columns.empty() || drawn == e.frame.measures.size()) return "";
  return fmt::format("{} of {} metrics are drawn: --y names others\n", drawn, e.frame.measures.size());
}

}  // namespace

Figure plot_bars(const Experiment& e, const PlotOptions& o, bool paired) {
  if (paired && e.comparison.baseline.empty())
    throw Error(Exit::usage, "--what paired needs --baseline", "the group to compare with");
  if (e.frame.measures.empty()) throw Error(Exit::usage, "there is nothing to plot: these runs have no metrics");
  const std::vector<Shown> groups = groups_of(e, o);
  const std::vector<std::size_t> measures = measures_of(e, o.columns);
  const Layout layout = layout_of(o.layout, measures.size());
  const double height = 42 + 13 * static_cast<double>(groups.size());
  const std::size_t rows = (measures.size() + layout.columns - 1) / layout.columns;
  Sheet sheet = sheet_of(layout.whole(), static_cast<double>(rows) * height, e, o);
  double widest = 0;
  for (const Shown& group : groups) widest = std::max(widest, measured(group.name, small, o));
  Figure figure;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    const std::size_t m = measures[i];
    const Box box{static_cast<double>(i % layout.columns) * layout.width,
                  static_cast<double>(i / layout.columns) * height, layout.width, height};
    const std::vector<Row> list = rows_of(e, groups, m, paired, sheet.style);
    const Axis axis = axis_of(list, paired, o.scale);
    draw_title(sheet, box, i, measures.size(),
               (paired ? "Δ " : "") + title_of(e, e.frame.measures[m].name) +
                   (axis.name().empty() ? "" : " · " + axis.name()));
    draw_panel(sheet, frame_in(box, std::min(widest, 0.45 * layout.width)), list, axis, paired);
    figure.caption += words_of(e, m, paired) + "\n";
  }
  figure.caption += left_out(e, measures.size(), o);
  figure.bytes = sheet.canvas.finished();
  return figure;
}

}  // namespace ganzoo::report
