#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/plot/curve_panel.hpp>

namespace ganzoo::report {
namespace {

/// Where two numbers of a run went, up to the first that is not finite.
struct Path {
  std::vector<double> x, y;
};

Path path_of(const Trace& x, const Trace& y) {
  Path path;
  for (std::size_t i = 0; i < x.x.size(); ++i) {
    const auto at = std::ranges::lower_bound(y.x, x.x[i]);
    if (at == y.x.end() || *at != x.x[i]) continue;
    const double px = x.y[i], py = y.y[static_cast<std::size_t>(at - y.x.begin())];
    if (!std::isfinite(px) || !std::isfinite(py)) break;
    path.x.push_back(px);
    path.y.push_back(py);
  }
  return path;
}

struct Portrait {
  Shown group;
  std::vector<Path> paths;  ///< a run each
};

std::vector<Portrait> portraits_of(const Experiment& e, const std::vector<std::string>& columns, const PlotOptions& o) {
  const std::vector<Cohort> cohorts = cohorts_of(e.frame, Keys{e.comparison.by, {}}, {});
  std::vector<Portrait> all;
  for (const Shown& group : groups_of(e, o)) {
    Portrait portrait{group, {}};
    for (const std::size_t run : cohorts[group.place].runs)
      portrait.paths.push_back(path_of(trace_of(e, run, columns[0], "step"), trace_of(e, run, columns[1], "step")));
    all.push_back(std::move(portrait));
  }
  return all;
}

/// Both players' parameters, where metric dirac has kept them.
std::vector<std::string> plane_of(const Experiment& e, const PlotOptions& o) {
  const std::vector<std::string> columns =
      o.columns.empty() ? std::vector<std::string>{"dirac.theta", "dirac.psi"} : o.columns;
  if (columns.size() != 2)
    throw Error(Exit::usage, fmt::format("--what phase has {} columns, but must have two", columns.size()),
                "--y first,second");
  if (o.columns.empty() && std::ranges::find(e.frame.measures, columns[0], &Measure::name) == e.frame.measures.end())
    throw Error(Exit::usage, "these runs have no dirac.theta and dirac.psi, which a phase plane shows by default",
                "metric dirac keeps them; --y names two others");
  for (const std::string& column : columns) require_column(e, column);
  return columns;
}

/// With the equilibrium of two players, which may be far from where they are.
std::vector<double> sorted_of(const Portrait& portrait, std::vector<double> Path::*side, bool players) {
  std::vector<double> values;
  if (players || std::ranges::all_of(portrait.paths, [](const Path& path) { return path.x.empty(); })) values = {0};
  for (const Path& path : portrait.paths) values.insert(values.end(), (path.*side).begin(), (path.*side).end());
  std::ranges::sort(values);
  return values;
}

/// Linear unless asked otherwise. Two parameters have one scale, in which a turn around the equilibrium is a circle.
std::pair<Axis, Axis> axes_of(const Portrait& portrait, const PlotOptions& o) {
  const bool players = o.columns.empty();
  const std::vector<double> x = sorted_of(portrait, &Path::x, players), y = sorted_of(portrait, &Path::y, players);
  const double wide = x.back() - x.front(), high = y.back() - y.front();
  if (o.scale != "auto" || !players || !(wide > 0 && high > 0)) {
    const std::string scale = o.scale == "auto" ? "linear" : o.scale;
    return {Axis::around(x, scale), Axis::around(y, scale)};
  }
  const double half = 0.54 * std::max(wide, high), cx = (x.front() + x.back()) / 2, cy = (y.front() + y.back()) / 2;
  return {Axis(cx - half, cx + half), Axis(cy - half, cy + half)};
}

/// From pale to full as training goes; a ring where it begins, a dot where it ends.
void draw_path(Canvas& canvas, const Path& path, const Plane& plane, Color color, const Color& paper) {
  if (path.x.empty()) return;
  const auto px = [&](std::size_t i) { return plane.px(path.x[i]); };
  const auto py = [&](std::size_t i) { return plane.py(path.y[i]); };
  const std::size_t last = path.x.size() - 1;
  for (std::size_t i = 0; i < last; ++i) {
    color.alpha = 0.25 + 0.75 * static_cast<double>(i + 1) / static_cast<double>(last);
    canvas.line(px(i), py(i), px(i + 1), py(i + 1), 0.8, color);
  }
  color.alpha = 1;
  canvas.dot(px(0), py(0), 2.4, color);
  canvas.dot(px(0), py(0), 1.6, paper);
  canvas.dot(px(last), py(last), 2.2, color);
}

void draw_portrait(Sheet& sheet, const Box& box, const Portrait& portrait, std::size_t index, std::size_t panels,
                   const std::vector<std::string>& names, const PlotOptions& o) {
  auto& [canvas, style] = sheet;
  const auto [x, y] = axes_of(portrait, o);
  const std::string bent = x.name() == y.name() ? x.name() : fmt::format("{} / {}", x.name(), y.name());
  draw_title(sheet, box, index, panels, portrait.group.name + (bent.empty() ? "" : " · " + bent));
  Plane plane{frame_in(box, width_of_numbers(sheet, y)), x, y};
  const Box& f = plane.f;
  plane.f.width = plane.f.height = std::min(f.width, f.height);
  draw_y(sheet, f, y);
  draw_x(sheet, f, x, fmt::format("{} over {}", names[1], names[0]), true);
  canvas.clip(f.left, f.top - 1, f.width + 1, f.height + 2);
  if (std::isfinite(x.place(0))) canvas.line(plane.px(0), f.top, plane.px(0), f.top + f.height, 0.5, style.grey);
  if (std::isfinite(y.place(0))) canvas.line(f.left, plane.py(0), f.left + f.width, plane.py(0), 0.5, style.grey);
  for (const Path& path : portrait.paths)
    draw_path(canvas, path, plane, style.look_of(portrait.group.place).color, style.paper);
  canvas.unclip();
}

std::string facts_of(const Portrait& portrait) {
  std::string text;
  for (const Path& path : portrait.paths)
    if (!path.x.empty())
      text += fmt::format("{} from ({:.4g}, {:.4g}) to ({:.4g}, {:.4g})", text.empty() ? "" : ";", path.x.front(),
                          path.y.front(), path.x.back(), path.y.back());
  return fmt::format("{}:{}\n", portrait.group.name, text.empty() ? " no finite numbers" : text);
}

}  // namespace

Figure plot_phase(const Experiment& e, const PlotOptions& o) {
  const std::vector<std::string> columns = plane_of(e, o);
  const std::vector<Portrait> all = portraits_of(e, columns, o);
  const Layout layout = layout_of(o.layout, all.size());
  const std::size_t across = o.layout == "single" ? std::min<std::size_t>(2, all.size()) : layout.columns;
  const double side = layout.whole() / static_cast<double>(across);
  const std::size_t rows = (all.size() + across - 1) / across;
  Sheet sheet = sheet_of(layout.whole(), static_cast<double>(rows) * side, e, o);
  Figure figure;
  figure.caption =
      fmt::format("{} over {}, a path a run: a ring where it begins, a dot where it ends\n", columns[1], columns[0]);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Box box{static_cast<double>(i % across) * side, static_cast<double>(i / across) * side, side, side};
    draw_portrait(sheet, box, all[i], i, all.size(), columns, o);
    figure.caption += facts_of(all[i]);
  }
  figure.bytes = sheet.canvas.finished();
  return figure;
}

}  // namespace ganzoo::report
