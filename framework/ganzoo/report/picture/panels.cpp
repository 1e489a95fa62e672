#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/report/picture/axis.hpp>
#include <ganzoo/report/picture/panels.hpp>
#include <ganzoo/report/picture/ticks.hpp>
#include <iterator>

namespace ganzoo::report {
namespace {

constexpr double width = 360, height = 250, left_margin = 62, right_margin = 18, top_margin = 44, bottom_margin = 34,
                 heading = 34;

using Limits = std::pair<double, double>;

/// All of the finite ones.
Limits whole(const std::vector<double>& sorted) { return {sorted.front(), sorted.back()}; }

/// Without the outermost 2 %, nor further from the middle 80 % than those are wide: one curve that explodes must not
/// flatten the others.
Limits bulk(const std::vector<double>& sorted) {
  const auto at = [&](double part) {
    return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
  };
  const double spread = at(0.9) - at(0.1);
  if (!(spread > 0)) return {at(0.02), at(0.98)};
  return {std::max(at(0.02), at(0.1) - spread), std::min(at(0.98), at(0.9) + spread)};
}

Limits widened(Limits limits, double part) {
  auto [low, high] = limits;
  if (!(high - low > 1e-12 * (std::abs(high) + std::abs(low)))) {
    low -= 0.5 + std::abs(low) / 2;
    high += 0.5 + std::abs(high) / 2;
  }
  return {low - part * (high - low), high + part * (high - low)};
}

std::vector<double> sorted(const Panel& panel, std::vector<double> Curve::*axis) {
  std::vector<double> all;
  for (const Curve& curve : panel.curves)
    std::ranges::copy_if(curve.*axis, std::back_inserter(all), [](double x) { return std::isfinite(x); });
  if (all.empty()) all = {0, 1};
  std::ranges::sort(all);
  return all;
}

Axis vertical_axis(const Panel& panel) {
  if (panel.whole) return Axis::around(sorted(panel, &Curve::y));
  const auto [low, high] = panel.y ? *panel.y : widened(bulk(sorted(panel, &Curve::y)), 0.06);
  return {low, high};
}

void draw(Canvas& canvas, const Panel& panel, double x0, double y0) {
  const auto [x_low, x_high] = panel.x ? *panel.x : widened(whole(sorted(panel, &Curve::x)), 0);
  const Axis vertical = vertical_axis(panel);
  const double x = x0 + left_margin, y = y0 + top_margin, w = width - left_margin - right_margin,
               h = height - top_margin - bottom_margin;
  const auto px = [&, low = x_low, high = x_high](double at) { return x + (at - low) / (high - low) * w; };
  const auto py = [&](double at) { return y + h - vertical.place(at) * h; };
  const std::string scale = vertical.name().empty() ? "" : " (" + vertical.name() + ")";
  canvas.text(x, y - 24, panel.title + scale, 13.5, palette::ink);
  for (const double t : ticks(x_low, x_high)) {
    canvas.line(px(t), y, px(t), y + h, 0.6, palette::line);
    canvas.text(px(t), y + h + 17, fmt::format("{:.6g}", t), 11, palette::grey, Canvas::Anchor::middle);
  }
  for (const double t : vertical.ticks()) {
    canvas.line(x, py(t), x + w, py(t), 0.6, palette::line);
    canvas.text(x - 7, py(t) + 4, fmt::format("{:.6g}", t), 11, palette::grey, Canvas::Anchor::right);
  }
  canvas.clip(x, y, w, h);
  for (const Curve& curve : panel.curves) {
    std::vector<double> at_x, at_y;
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
      at_x.push_back(px(curve.x[i]));
      at_y.push_back(std::isfinite(curve.y[i]) ? std::clamp(py(curve.y[i]), -1e4, 1e4) : curve.y[i]);
    }
    canvas.curve(at_x, at_y, 1.8, curve.color, curve.dash);
  }
  canvas.unclip();
  canvas.frame(x, y, w, h, palette::grey);
  double at = x;
  for (const Curve& curve : panel.curves) {
    if (curve.label.empty()) continue;
    canvas.line(at, y - 11, at + 14, y - 11, 2.4, curve.color);
    canvas.text(at + 19, y - 7, curve.label, 11, palette::ink);
    at += 19 + canvas.text_width(curve.label, 11) + 14;
  }
}

}  // namespace

Canvas draw_panels(const std::string& title, const std::vector<Panel>& panels, int columns) {
  const int rows = (static_cast<int>(panels.size()) + columns - 1) / columns;
  const double start = title.empty() ? 0 : heading;
  Canvas canvas(static_cast<int>(columns * width), static_cast<int>(start + rows * height));
  if (!title.empty()) canvas.text(20, 26, title, 16, palette::ink);
  for (std::size_t i = 0; i < panels.size(); ++i)
    draw(canvas, panels[i], static_cast<double>(static_cast<int>(i) % columns) * width,
         start + static_cast<double>(static_cast<int>(i) / columns) * height);
  return canvas;
}

}  // namespace ganzoo::report
