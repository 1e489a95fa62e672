#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/plot/contour.hpp>
#include <ganzoo/report/plot/sheet.hpp>

namespace ganzoo::report {
namespace {

constexpr Color data_color{0.13, 0.13, 0.15}, fake_color{0.0, 0.498, 0.361}, critic_color{0.149, 0.251, 0.686},
    best_color{0.45, 0.55, 0.85};
constexpr std::size_t most_panels = 4;  ///< across, unless --steps names them

/// The columns of /samples/scores, on the line and in the plane.
struct Columns {
  std::size_t x, y, data, fake, critic, best, score, count;
};
constexpr Columns of_line{0, 0, 1, 2, 3, 4, 5, 6}, of_plane{0, 1, 2, 3, 4, 5, 6, 7};

/// One snapshot of a game.
class Scene {
 public:
  Scene(const log::RunFile& run, std::size_t place) : run_(run), place_(place) {
    const log::Array& all = run.samples.at("scores");
    columns_ = all.dims[2] == static_cast<std::int64_t>(of_plane.count) ? of_plane : of_line;
    scores_ = part(all);
  }

  bool is_plane() const { return columns_.count == of_plane.count; }
  const Columns& columns() const { return columns_; }
  std::size_t rows() const { return scores_.size() / columns_.count; }
  std::vector<double> column(std::size_t k) const {
    std::vector<double> all;
    for (std::size_t i = 0; i < rows(); ++i) all.push_back(scores_[i * columns_.count + k]);
    return all;
  }
  /// D; where no probability is behind a score, the score itself, from its least to its greatest.
  std::vector<double> critic() const {
    std::vector<double> d = column(columns_.critic);
    if (std::ranges::any_of(d, [](double v) { return std::isfinite(v); })) return d;
    d = column(columns_.score);
    const auto [least, most] = std::ranges::minmax(d);
    for (double& v : d) v = most > least ? (v - least) / (most - least) : 0.5;
    return d;
  }
  bool has_probability() const {
    return std::ranges::any_of(column(columns_.critic), [](double v) { return std::isfinite(v); });
  }
  /// z and G(z), in turns; empty where z is not one number.
  std::span<const float> map() const {
    const auto found = run_.samples.find("map");
    return found == run_.samples.end() ? std::span<const float>() : part(found->second);
  }
  std::span<const float> fakes() const { return part(run_.samples.at("points")); }
  std::span<const float> reals() const { return run_.real.samples.values; }

 private:
  std::span<const float> part(const log::Array& all) const {
    const std::size_t size = all.values.size() / static_cast<std::size_t>(all.dims[0]);
    return std::span(all.values).subspan(place_ * size, size);
  }

  const log::RunFile& run_;
  std::size_t place_;
  Columns columns_{};
  std::span<const float> scores_;
};

bool has_number(const std::vector<double>& values) {
  return std::ranges::any_of(values, [](double v) { return std::isfinite(v); });
}

double finite_maximum(const std::vector<double>& values) {
  double most = 0;
  for (const double v : values)
    if (std::isfinite(v)) most = std::max(most, v);
  return most;
}

// ---- on the line ----------------------------------------------------------------------------------------------------

/// How high densities reach: the data's and a quarter; p_g may be infinite where G turns.
double top_density(const Scene& scene) {
  const double of_data = finite_maximum(scene.column(scene.columns().data));
  return 1.25 * (of_data > 0 ? of_data : std::max(1e-12, finite_maximum(scene.column(scene.columns().fake))));
}

void draw_curve(Canvas& canvas, const Box& b, const std::vector<double>& x, const std::vector<double>& y, double width,
                const Color& color, Dash dash = Dash::none) {
  std::vector<double> px, py;
  for (std::size_t i = 0; i < x.size(); ++i) {
    px.push_back(b.left + x[i] * b.width);
    py.push_back(std::isfinite(y[i]) ? b.top + (1 - std::min(y[i], 4.0)) * b.height : y[i]);
  }
  canvas.curve(px, py, width, color, dash);
}

/// The numbers on a scale from 0 to 1.
std::vector<double> scaled(std::vector<double> values, double low, double high) {
  for (double& v : values) v = (v - low) / (high - low);
  return values;
}

/// z above x: where each z goes.
void draw_map(Canvas& canvas, const Box& b, std::span<const float> map, double low, double high, bool names) {
  if (map.size() < 4) return;
  const double first = map[0], last = map[map.size() - 2];
  canvas.line(b.left, b.top, b.left + b.width, b.top, 0.5, palette::grey);
  canvas.line(b.left, b.top + b.height, b.left + b.width, b.top + b.height, 0.5, palette::grey);
  canvas.clip(b.left, b.top, b.width, b.height);
  for (std::size_t i = 0; i + 1 < map.size(); i += 8) {
    const double z = (map[i] - first) / (last - first), x = (map[i + 1] - low) / (high - low);
    canvas.line(b.left + z * b.width, b.top + b.height, b.left + std::clamp(x, -1.0, 2.0) * b.width, b.top, 0.5,
                palette::grey);
  }
  canvas.unclip();
  if (!names) return;
  canvas.text(b.left - 4, b.top + 3, "x", small, palette::grey, Canvas::Anchor::right);
  canvas.text(b.left - 4, b.top + b.height + 2, "z", small, palette::grey, Canvas::Anchor::right);
}

void draw_line_game(Canvas& canvas, const Box& b, const Scene& scene, bool names) {
  const Columns& c = scene.columns();
  const std::vector<double> x = scene.column(c.x), p = scene.column(c.data);
  const double low = x.front(), high = x.back(), top = top_density(scene);
  const Box above{b.left, b.top, b.width, 0.72 * b.height},
      below{b.left, b.top + 0.76 * b.height, b.width, 0.2 * b.height};
  const std::vector<double> at = scaled(x, low, high);
  canvas.clip(above.left, above.top, above.width, above.height);
  canvas.line(above.left, above.top + above.height / 2, above.left + above.width, above.top + above.height / 2, 0.4,
              palette::line);
  draw_curve(canvas, above, at, scene.column(c.best), 0.9, best_color, Dash::dashed);
  draw_curve(canvas, above, at, scene.critic(), 1.1, critic_color);
  draw_curve(canvas, above, at, scaled(scene.column(c.fake), 0, top), 1.1, fake_color);
  for (std::size_t i = 0; i < p.size(); i += 4)
    if (std::isfinite(p[i]))
      canvas.dot(above.left + at[i] * above.width, above.top + (1 - p[i] / top) * above.height, 0.7, data_color);
  canvas.unclip();
  canvas.frame(above.left, above.top, above.width, above.height, palette::line, 0.5);
  draw_map(canvas, below, scene.map(), low, high, names);
}

// ---- in the plane ---------------------------------------------------------------------------------------------------

/// A field over the grid of /samples/scores, which runs along x first.
Field field_of(const Scene& scene, std::vector<double> values) {
  const Columns& c = scene.columns();
  const std::vector<double> x = scene.column(c.x), y = scene.column(c.y);
  std::size_t across = 1;
  while (across < x.size() && x[across] > x[across - 1]) ++across;
  return {.columns = across, .x = {x.front(), x.back()}, .y = {y.front(), y.back()}, .values = std::move(values)};
}

struct Square {
  Box box;
  std::pair<double, double> x, y;

  double px(double at) const { return box.left + (at - x.first) / (x.second - x.first) * box.width; }
  double py(double at) const { return box.top + (1 - (at - y.first) / (y.second - y.first)) * box.height; }
};

void draw_cloud(Canvas& canvas, const Square& square, std::span<const float> points, const Color& color) {
  for (std::size_t i = 0; i + 1 < points.size(); i += 2)
    canvas.dot(square.px(points[i]), square.py(points[i + 1]), 0.6, color);
}

/// ∇D at some fakes, the longest an eighth of the frame.
void draw_arrows(Canvas& canvas, const Square& square, const Field& critic, std::span<const float> fakes) {
  struct Arrow {
    double x, y, dx, dy;
  };
  std::vector<Arrow> arrows;
  double longest = 0;
  const std::size_t stride = std::max<std::size_t>(1, fakes.size() / 2 / 48);
  for (std::size_t i = 0; i + 1 < fakes.size(); i += 2 * stride) {
    const auto slope = critic.slope(fakes[i], fakes[i + 1]);
    if (!slope) continue;
    arrows.push_back({fakes[i], fakes[i + 1], slope->first, slope->second});
    longest = std::max(longest, std::hypot(slope->first, slope->second));
  }
  const double scale = longest > 0 ? square.box.width / 8 / longest : 0;
  for (const Arrow& a : arrows) {
    const double x = square.px(a.x), y = square.py(a.y), tip_x = x + scale * a.dx, tip_y = y - scale * a.dy;
    canvas.line(x, y, tip_x, tip_y, 0.6, fake_color);
    const double angle = std::atan2(tip_y - y, tip_x - x), head = std::min(2.5, std::hypot(tip_x - x, tip_y - y));
    for (const double turn : {2.6, -2.6})
      canvas.line(tip_x, tip_y, tip_x + head * std::cos(angle + turn), tip_y + head * std::sin(angle + turn), 0.6,
                  fake_color);
  }
}

void draw_plane_game(Canvas& canvas, const Box& b, const Scene& scene) {
  const Field critic = field_of(scene, scene.critic()), best = field_of(scene, scene.column(scene.columns().best));
  const Square square{b, critic.x, critic.y};
  canvas.clip(b.left, b.top, b.width, b.height);
  draw_cloud(canvas, square, scene.reals(), {0.62, 0.63, 0.66, 0.6});
  draw_cloud(canvas, square, scene.fakes(), {fake_color.red, fake_color.green, fake_color.blue, 0.5});
  for (const double level : {0.1, 0.3, 0.5, 0.7, 0.9}) {
    for (const Segment& s : contour(critic, level))
      canvas.line(square.px(s.x0), square.py(s.y0), square.px(s.x1), square.py(s.y1), level == 0.5 ? 1.1 : 0.5,
                  critic_color);
    if (level != 0.5) continue;
    for (const Segment& s : contour(best, level))
      canvas.line(square.px(s.x0), square.py(s.y0), square.px(s.x1), square.py(s.y1), 0.8, best_color);
  }
  draw_arrows(canvas, square, critic, scene.fakes());
  canvas.unclip();
  canvas.frame(b.left, b.top, b.width, b.height, palette::line, 0.5);
}

// ---- the strip ------------------------------------------------------------------------------------------------------

/// The snapshots asked for, each the one at or before its step; else some, evenly spaced from the first to the last.
std::vector<std::size_t> places_of(const log::RunFile& run, const std::vector<std::int64_t>& steps) {
  std::vector<std::size_t> places;
  for (const std::int64_t step : steps) {
    const auto behind = std::ranges::upper_bound(run.sample_steps, step) - run.sample_steps.begin();
    places.push_back(static_cast<std::size_t>(std::max<std::ptrdiff_t>(1, behind) - 1));
  }
  const std::size_t kept = run.sample_steps.size(), shown = std::min(most_panels, kept);
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
void draw_key(Canvas& canvas, const Scene& scene, double left) {
  const auto entry = [&](const char* name, const Color& color, Dash dash, bool dots) {
    const std::array<double, 2> x{left, left + 14}, y{7.5, 7.5};
    if (dots)
      for (const double at : {2.0, 7.0, 12.0}) canvas.dot(left + at, 7.5, 0.9, color);
    else
      canvas.curve(x, y, 1.2, color, dash);
    canvas.text(left + 18, 10, name, small, palette::ink);
    left += 18 + canvas.text_width(name, small) + 12;
  };
  entry("data", scene.is_plane() ? palette::grey : data_color, Dash::none, true);
  entry("generated", fake_color, Dash::none, scene.is_plane());
  entry(scene.has_probability() ? "D" : "score", critic_color, Dash::none, false);
  if (has_number(scene.column(scene.columns().best)))
    entry(scene.is_plane() ? "D* = ½" : "D*", best_color, scene.is_plane() ? Dash::none : Dash::dashed, false);
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
  const std::vector<std::string> names = names_of(e);
  std::vector<log::RunFile> runs;
  std::size_t across = 1;
  for (std::size_t g = 0; g < names.size(); ++g) {
    runs.push_back(game_in(e.frame.runs[e.first_seeds[g]]));
    across = std::max(across, places_of(runs.back(), o.steps).size());
  }
  const Layout layout = layout_of(o.layout == "single" ? "double" : o.layout, 3);
  const double width = layout.width * static_cast<double>(layout.columns), head = 16, named = names.size() > 1 ? 12 : 0;
  const double side = (width - 12) / static_cast<double>(across) - 8, line = side + 24 + named;
  Canvas canvas = Canvas::sheet(width, head + static_cast<double>(names.size()) * line, o.format, o.dpi, date_of(e));
  draw_key(canvas, Scene(runs.front(), 0), 12);
  Figure figure;
  for (std::size_t g = 0; g < runs.size(); ++g) {
    const double top = head + static_cast<double>(g) * line + named;
    if (named > 0) canvas.text(12, top - 1, names[g], large, palette::ink);
    const std::vector<std::size_t> places = places_of(runs[g], o.steps);
    for (std::size_t i = 0; i < places.size(); ++i) {
      const Scene scene(runs[g], places[i]);
      const Box box{12 + static_cast<double>(i) * (side + 8), top + 4, side, side};
      if (scene.is_plane())
        draw_plane_game(canvas, box, scene);
      else
        draw_line_game(canvas, box, scene, i == 0);
      const std::int64_t step = runs[g].sample_steps[places[i]];
      canvas.text(box.left + side / 2, box.top + side + 10,
                  fmt::format("({}) step {}", static_cast<char>('a' + i % 26), step), small, palette::ink,
                  Canvas::Anchor::middle);
      figure.caption += fmt::format("{}, seed {}, step {}{}\n", names[g], runs[g].seed, step, facts_of(scene));
    }
  }
  figure.bytes = canvas.finished();
  return figure;
}

}  // namespace ganzoo::report
