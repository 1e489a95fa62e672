#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/plot/sheet.hpp>
#include <ganzoo/report/runs/cohort.hpp>

namespace ganzoo::report {
namespace {

struct Dot {
  double x, y;
  std::size_t group;
};

/// Each seed that counts in both measures.
std::vector<Dot> dots_of(const Experiment& e, std::size_t x, std::size_t y) {
  std::vector<Dot> dots;
  for (std::size_t g = 0; g < e.comparison.groups.size(); ++g) {
    const Summary &a = e.comparison.groups[g].values[x], &b = e.comparison.groups[g].values[y];
    for (std::size_t i = 0; i < a.seeds.size(); ++i) {
      const auto at = std::ranges::find(b.seeds, a.seeds[i]);
      if (at != b.seeds.end()) dots.push_back({a.runs[i], b.runs[static_cast<std::size_t>(at - b.seeds.begin())], g});
    }
  }
  return dots;
}

}  // namespace

Figure plot_scatter(const Experiment& e, const PlotOptions& o) {
  std::vector<std::string> columns = o.columns;
  for (std::size_t m = 0; o.columns.empty() && m < std::min<std::size_t>(2, e.frame.measures.size()); ++m)
    columns.push_back(e.frame.measures[m].name);
  if (columns.size() != 2)
    throw Error(Exit::usage, fmt::format("--what scatter has {} columns, but must have two", columns.size()),
                "--y first,second");
  const std::size_t mx = measure_named(e, columns[0]), my = measure_named(e, columns[1]);
  const std::vector<Dot> all = dots_of(e, mx, my);
  std::vector<double> xs, ys;
  for (const Dot& dot : all)
    if (std::isfinite(dot.x) && std::isfinite(dot.y)) xs.push_back(dot.x), ys.push_back(dot.y);
  if (xs.empty()) throw Error(Exit::usage, "there is nothing to plot: no run has both numbers");
  const std::size_t drawn = xs.size();
  std::ranges::sort(xs);
  std::ranges::sort(ys);
  const Axis x = Axis::around(xs, o.scale), y = Axis::around(ys, o.scale);
  const Layout layout = layout_of(o.layout, 1);
  const std::vector<Shown> groups = groups_of(e, o);
  const double head = height_of_legend(groups, layout.width, o);
  Sheet sheet = sheet_of(layout.width, head + layout.height, e, o);
  draw_legend(sheet, groups, layout.width, o);
  const Box box{0, head, layout.width, layout.height};
  draw_title(sheet, box, 0, 1, title_of(e, columns[1]));
  const Plane plane{frame_in(box, width_of_numbers(sheet, y)), x, y};
  draw_y(sheet, plane.f, y);
  draw_x(sheet, plane.f, x, title_of(e, columns[0]), true);
  for (const Dot& dot : all) {
    if (!std::isfinite(dot.x) || !std::isfinite(dot.y)) continue;
    Color color = sheet.style.look_of(dot.group).color;
    color.alpha = 0.8;
    sheet.canvas.dot(plane.px(dot.x), plane.py(dot.y), 2.2, color);
  }
  return {sheet.canvas.finished(),
          fmt::format("{} over {}: a dot a seed; {} of {} seeds have both as finite numbers\n", columns[1], columns[0],
                      drawn, all.size()),
          {}};
}

}  // namespace ganzoo::report
