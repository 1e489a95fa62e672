#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/plot/scene.hpp>

namespace ganzoo::report {
namespace {

constexpr std::size_t most_snapshots = 4;  ///< across, unless --steps names them

/// The snapshots asked for, each the one at or before its step; else some, evenly spaced from the first to the last.
std::vector<std::size_t> places_of(const log::RunFile& run, const std::vector<std::int64_t>& steps) {
  std::vector<std::size_t> places;
  for (const std::int64_t step : steps) {
    const auto behind = std::ranges::upper_bound(run.sample_steps, step) - run.sample_steps.begin();
    places.push_back(static_cast<std::size_t>(std::max<std::ptrdiff_t>(1, behind) - 1));
  }
  const std::size_t kept = run.sample_steps.size(), shown = std::min(most_snapshots, kept);
  for (std::size_t i = 0; steps.empty() && i < shown; ++i)
    places.push_back(shown == 1 ? kept - 1 : i * (kept - 1) / (shown - 1));
  return places;
}

log::RunFile game_in(const Run& first) {
  log::RunFile run = log::read(first.file);
  const auto scores = run.samples.find("scores");
  if (scores == run.samples.end() || scores->second.dims.size() != 3 || scores->second.dims[0] == 0)
    throw Error(
        Exit::usage, fmt::format("{} keeps no picture of its game", first.name()),
        "/samples/scores is kept of games with a critic, of samples of one number or two, where log.snapshots is "
        "not 0");
  const auto columns = static_cast<std::size_t>(scores->second.dims[2]);
  if ((columns != of_line.count && columns != of_plane.count) ||
      static_cast<std::size_t>(scores->second.dims[0]) != run.sample_steps.size())
    throw Error(Exit::corrupt, fmt::format("{}: /samples/scores has another shape than it must have", first.name()));
  return run;
}

/// What each line is, above all.
void draw_key(Sheet& sheet, const Scene& scene, double left) {
  const Style& style = sheet.style;
  Canvas& canvas = sheet.canvas;
  const SceneColors colors = scene_colors(style);
  const auto entry = [&](const char* name, const Color& color, Dash dash, bool dots) {
    const std::array<double, 2> x{left, left + 14}, y{7.5, 7.5};
    if (dots)
      for (const double at : {2.0, 7.0, 12.0}) canvas.dot(left + at, 7.5, 0.9, color);
    else
      canvas.curve(x, y, 1.2, color, dash);
    canvas.text(left + 18, 10, name, small, style.ink);
    left += 18 + canvas.text_width(name, small) + 12;
  };
  entry("data", scene.is_plane() ? style.grey : colors.data, Dash::none, true);
  entry("generated", colors.fake, Dash::none, scene.is_plane());
  entry(scene.has_probability() ? "D" : "score", colors.critic, Dash::none, false);
  if (scene.has_best())
    entry(scene.is_plane() ? "D* = ½" : "D*", colors.best, scene.is_plane() ? Dash::none : Dash::dashed, false);
}

std::string facts_of(const Scene& scene) {
  const std::vector<double> d = scene.column(scene.columns().critic), best = scene.column(scene.columns().best);
  const std::vector<double> p = scene.column(scene.columns().data);
  const double floor = finite_maximum(p) / 20;
  double off = -1, even = -1;
  for (std::size_t i = 0; i < d.size(); ++i) {
    if (!(p[i] > floor) || !std::isfinite(d[i])) continue;
    even = std::max(even, std::abs(d[i] - 0.5));
    if (std::isfinite(best[i])) off = std::max(off, std::abs(d[i] - best[i]));
  }
  std::string text;
  if (off >= 0) text += fmt::format(", largest |D − D*| {:.3f}", off);
  if (even >= 0)
    text += fmt::format(", largest |D − ½| {:.3f}, where the data's density is above 1/20 of its height", even);
  return text;
}

}  // namespace

Figure plot_game(const Experiment& e, const PlotOptions& o) {
  const std::vector<Shown> groups = groups_of(e, o);
  std::vector<log::RunFile> runs;
  std::size_t across = 1;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    runs.push_back(game_in(e.frame.runs[e.first_seeds[groups[g].place]]));
    across = std::max(across, places_of(runs.back(), o.steps).size());
  }
  const Layout layout = layout_of(o.layout == "single" ? "double" : o.layout, 3);
  const double width = layout.whole(), head = 16, named = groups.size() > 1 ? 12 : 0;
  const double side = (width - 12) / static_cast<double>(across) - 8, line = side + 24 + named;
  Sheet sheet = sheet_of(width, head + static_cast<double>(groups.size()) * line, e, o);
  auto& [canvas, style] = sheet;
  draw_key(sheet, Scene(runs.front(), 0), 12);
  Figure figure;
  for (std::size_t g = 0; g < runs.size(); ++g) {
    const double top = head + static_cast<double>(g) * line + named;
    if (named > 0) canvas.text(12, top - 1, groups[g].name, large, style.ink);
    const std::vector<std::size_t> places = places_of(runs[g], o.steps);
    for (std::size_t i = 0; i < places.size(); ++i) {
      const Scene scene(runs[g], places[i]);
      const Box box{12 + static_cast<double>(i) * (side + 8), top + 4, side, side};
      if (scene.is_plane())
        draw_plane_game(sheet, box, scene);
      else
        draw_line_game(sheet, box, scene, i == 0);
      const std::int64_t step = runs[g].sample_steps[places[i]];
      canvas.text(box.left + side / 2, box.top + side + 10, fmt::format("({}) step {}", letter_of(i), step), small,
                  style.ink, Canvas::Anchor::middle);
      figure.caption += fmt::format("{}, seed {}, step {}{}\n", groups[g].name, runs[g].seed, step, facts_of(scene));
    }
  }
  figure.bytes = canvas.finished();
  return figure;
}

}  // namespace ganzoo::report
