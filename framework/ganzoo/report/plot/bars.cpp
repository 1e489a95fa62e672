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

Row row_of(const Summary& v, const std::string& name, std::size_t g) {
  return {name, v.runs, v.interval.center, v.interval.low, v.interval.high, look_of(g).color};
}

/// Grey where the difference is not significant after Holm's correction.
Row difference_of(const Summary& v, const Summary& base, const std::string& name, std::size_t g) {
  Row row{name, {}, NAN, NAN, NAN, look_of(g).color};
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
  if (!(d.p_holm <= 0.05)) row.color = palette::grey;
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

void draw_row(Canvas& canvas, const Row& row, const Box& f, double y, const Axis& axis) {
  const auto at = [&](double v) {
    const double place = v == INFINITY ? 1 : v == -INFINITY ? 0 : axis.place(v);
    return f.left + std::clamp(place, 0.0, 1.0) * f.width;
  };
  canvas.text(f.left - 6, y + 2.5, row.name, small, palette::ink, Canvas::Anchor::right);
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

}  // namespace

Figure plot_bars(const Experiment& e, const PlotOptions& o, bool paired) {
  if (paired && e.comparison.baseline.empty())
    throw Error(Exit::usage, "--what paired needs --baseline", "the group to compare with");
  if (e.frame.measures.empty()) throw Error(Exit::usage, "there is nothing to plot: these runs have no metrics");
  const std::vector<std::string> names = names_of(e);
  const std::size_t panels = std::min<std::size_t>(e.frame.measures.size(), 6);
  const Layout layout = layout_of(o.layout, panels);
  const double height = 42 + 13 * static_cast<double>(names.size());
  const std::size_t rows = (panels + layout.columns - 1) / layout.columns;
  Canvas canvas = Canvas::sheet(layout.width * static_cast<double>(layout.columns), static_cast<double>(rows) * height,
                                o.format, o.dpi, date_of(e));
  double widest = 0;
  for (const std::string& name : names) widest = std::max(widest, canvas.text_width(name, small));
  widest = std::min(widest, 0.45 * layout.width);
  const auto base = std::ranges::find_if(e.comparison.groups, &Group::is_baseline);
  Figure figure;
  for (std::size_t m = 0; m < panels; ++m) {
    const Box box{static_cast<double>(m % layout.columns) * layout.width,
                  static_cast<double>(m / layout.columns) * height, layout.width, height};
    std::vector<Row> list;
    for (std::size_t g = 0; g < names.size(); ++g) {
      const Group& group = e.comparison.groups[g];
      if (paired && group.is_baseline) continue;
      list.push_back(paired ? difference_of(group.values[m], base->values[m], names[g], g)
                            : row_of(group.values[m], names[g], g));
    }
    const Axis axis = axis_of(list, paired, o.scale);
    draw_title(canvas, box, m, panels,
               (paired ? "Δ " : "") + title_of(e, e.frame.measures[m].name) +
                   (axis.name().empty() ? "" : " · " + axis.name()));
    const Box f = frame_in(box, widest);
    draw_x(canvas, f, axis, "", true);
    if (paired)
      canvas.line(f.left + axis.place(0) * f.width, f.top, f.left + axis.place(0) * f.width, f.top + f.height, 0.6,
                  palette::ink);
    for (std::size_t i = 0; i < list.size(); ++i)
      draw_row(canvas, list[i], f, f.top + (static_cast<double>(i) + 0.5) * f.height / static_cast<double>(list.size()),
               axis);
    figure.caption += words_of(e, m, paired) + "\n";
  }
  figure.bytes = canvas.finished();
  return figure;
}

}  // namespace ganzoo::report
