#include <algorithm>
#include <cmath>
#include <ganzoo/report/plot/scene.hpp>

namespace ganzoo::report {
namespace {

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
void draw_map(Sheet& sheet, const Box& b, std::span<const float> map, double low, double high, bool names) {
  auto& [canvas, style] = sheet;
  if (map.size() < 4) return;
  const double first = map[0], last = map[map.size() - 2];
  canvas.line(b.left, b.top, b.left + b.width, b.top, 0.5, style.grey);
  canvas.line(b.left, b.top + b.height, b.left + b.width, b.top + b.height, 0.5, style.grey);
  canvas.clip(b.left, b.top, b.width, b.height);
  for (std::size_t i = 0; i + 1 < map.size(); i += 8) {
    const double z = (map[i] - first) / (last - first), x = (map[i + 1] - low) / (high - low);
    canvas.line(b.left + z * b.width, b.top + b.height, b.left + std::clamp(x, -1.0, 2.0) * b.width, b.top, 0.5,
                style.grey);
  }
  canvas.unclip();
  if (!names) return;
  canvas.text(b.left - 4, b.top + 3, "x", small, style.grey, Canvas::Anchor::right);
  canvas.text(b.left - 4, b.top + b.height + 2, "z", small, style.grey, Canvas::Anchor::right);
}

}  // namespace

void draw_line_game(Sheet& sheet, const Box& b, const Scene& scene, bool names) {
  auto& [canvas, style] = sheet;
  const SceneColors colors = scene_colors(style);
  const SceneColumns& c = scene.columns();
  const std::vector<double> x = scene.column(c.x), p = scene.column(c.data);
  const double low = x.front(), high = x.back(), top = top_density(scene);
  const Box above{b.left, b.top, b.width, 0.72 * b.height},
      below{b.left, b.top + 0.76 * b.height, b.width, 0.2 * b.height};
  const std::vector<double> at = scaled(x, low, high);
  canvas.clip(above.left, above.top, above.width, above.height);
  canvas.line(above.left, above.top + above.height / 2, above.left + above.width, above.top + above.height / 2, 0.4,
              style.line);
  draw_curve(canvas, above, at, scene.column(c.best), 0.9, colors.best, Dash::dashed);
  draw_curve(canvas, above, at, scene.critic(), 1.1, colors.critic);
  draw_curve(canvas, above, at, scaled(scene.column(c.fake), 0, top), 1.1, colors.fake);
  for (std::size_t i = 0; i < p.size(); i += 4)
    if (std::isfinite(p[i]))
      canvas.dot(above.left + at[i] * above.width, above.top + (1 - p[i] / top) * above.height, 0.7, colors.data);
  canvas.unclip();
  canvas.frame(above.left, above.top, above.width, above.height, style.line, 0.5);
  draw_map(sheet, below, scene.map(), low, high, names);
}

}  // namespace ganzoo::report
