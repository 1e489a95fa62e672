#include <algorithm>
#include <cmath>
#include <ganzoo/report/plot/contour.hpp>
#include <ganzoo/report/plot/scene.hpp>

namespace ganzoo::report {
namespace {

/// A field over the grid of /samples/scores, which runs along x first.
Field field_of(const Scene& scene, std::vector<double> values) {
  const SceneColumns& c = scene.columns();
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
void draw_arrows(Canvas& canvas, const Square& square, const Field& critic, std::span<const float> fakes,
                 const Color& color) {
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
    canvas.line(x, y, tip_x, tip_y, 0.6, color);
    const double angle = std::atan2(tip_y - y, tip_x - x), head = std::min(2.5, std::hypot(tip_x - x, tip_y - y));
    for (const double turn : {2.6, -2.6})
      canvas.line(tip_x, tip_y, tip_x + head * std::cos(angle + turn), tip_y + head * std::sin(angle + turn), 0.6,
                  color);
  }
}

}  // namespace

void draw_plane_game(Sheet& sheet, const Box& b, const Scene& scene) {
  auto& [canvas, style] = sheet;
  const SceneColors colors = scene_colors(style);
  const Field critic = field_of(scene, scene.critic()), best = field_of(scene, scene.column(scene.columns().best));
  const Square square{b, critic.x, critic.y};
  canvas.clip(b.left, b.top, b.width, b.height);
  draw_cloud(canvas, square, scene.reals(), {0.62, 0.63, 0.66, 0.6});
  draw_cloud(canvas, square, scene.fakes(), {colors.fake.red, colors.fake.green, colors.fake.blue, 0.5});
  for (const double level : {0.1, 0.3, 0.5, 0.7, 0.9}) {
    for (const Segment& s : contour(critic, level))
      canvas.line(square.px(s.x0), square.py(s.y0), square.px(s.x1), square.py(s.y1), level == 0.5 ? 1.1 : 0.5,
                  colors.critic);
    if (level != 0.5) continue;
    for (const Segment& s : contour(best, level))
      canvas.line(square.px(s.x0), square.py(s.y0), square.px(s.x1), square.py(s.y1), 0.8, colors.best);
  }
  draw_arrows(canvas, square, critic, scene.fakes(), colors.fake);
  canvas.unclip();
  canvas.frame(b.left, b.top, b.width, b.height, style.line, 0.5);
}

}  // namespace ganzoo::report
