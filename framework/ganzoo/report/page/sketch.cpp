#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/report/page/sketch.hpp>
#include <ganzoo/report/picture/axis.hpp>
#include <ganzoo/report/table/html.hpp>

namespace ganzoo::report {
namespace {

constexpr double width = 360, height = 220, left = 52, right = 8, top = 24, bottom = 22;

double across(double place) { return left + place * (width - left - right); }
double down(double place) { return height - bottom - place * (height - top - bottom); }

std::vector<double> finite(const std::vector<SketchLine>& lines, std::vector<double> SketchLine::*side) {
  std::vector<double> values;
  for (const SketchLine& line : lines)
    for (const double v : line.*side)
      if (std::isfinite(v)) values.push_back(v);
  std::ranges::sort(values);
  return values;
}

/// A path with a gap where a value is not finite.
std::string path_of(const SketchLine& line, const Axis& x, const Axis& y) {
  std::string path;
  bool on = false;
  for (std::size_t i = 0; i < line.x.size(); ++i) {
    if (std::isfinite(line.y[i]))
      path += fmt::format("{}{:.1f} {:.1f}", on ? "L" : "M", across(x.place(line.x[i])), down(y.place(line.y[i])));
    on = std::isfinite(line.y[i]);
  }
  return path;
}

std::string frame_of(const Axis& x, const Axis& y) {
  std::string svg;
  for (const double t : y.ticks())
    svg += fmt::format(
        "<path class=\"grid\" d=\"M{0:.0f} {2:.1f}H{1:.0f}\"/><text x=\"{3:.0f}\" y=\"{4:.1f}\" "
        "text-anchor=\"end\">{5:.4g}</text>",
        left, width - right, down(y.place(t)), left - 5, down(y.place(t)) + 4, t);
  for (const double t : x.ticks())
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.0f}\" text-anchor=\"middle\">{:.6g}</text>", across(x.place(t)),
                       height - 6, t);
  return svg;
}

/// Dots: lines of no length with round ends, some seven bytes each.
std::string dots_of(const log::Array& points, double low, double scale, const std::string& style, double middle) {
  const auto d = static_cast<std::size_t>(points.dims.empty() ? 0 : points.dims.back());
  std::string path;
  for (std::size_t i = 0; d > 1 && i + d <= points.values.size(); i += d) {
    const double x = (points.values[i] - low) * scale, y = 200 - (points.values[i + 1] - middle) * scale;
    if (x >= 0 && x <= 200 && y >= 0 && y <= 200) path += fmt::format("M{:.0f} {:.0f}h0", x, y);
  }
  return fmt::format("<path class=\"dots {}\" d=\"{}\"/>", style, path);
}

}  // namespace

std::string sketch_of(const std::string& title, const std::vector<SketchLine>& lines) {
  const std::vector<double> xs = finite(lines, &SketchLine::x), ys = finite(lines, &SketchLine::y);
  if (xs.empty() || ys.empty()) return "";
  const Axis y = Axis::around(ys);
  const Axis steps(xs.front(), xs.front() < xs.back() ? xs.back() : xs.front() + 1);
  const std::string scale = y.name().empty() ? "" : " · " + y.name();
  std::string svg = fmt::format(
      "<figure><svg viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "role=\"img\"><title>{2}</title><text x=\"0\" y=\"14\" class=\"name\">{2}{3}</text>",
      width, height, escaped_html(title), scale);
  svg += frame_of(steps, y);
  for (const SketchLine& line : lines)
    svg += fmt::format("<path class=\"line s{}\" d=\"{}\"><title>{}</title></path>", line.style,
                       path_of(line, steps, y), escaped_html(line.name));
  return svg + "</svg></figure>\n";
}

std::string sketch_of(const log::Array& real, const log::Array& made, std::size_t style) {
  const log::Array& frame = real.values.empty() ? made : real;
  const auto d = static_cast<std::size_t>(frame.dims.empty() ? 0 : frame.dims.back());
  if (d < 2 || frame.values.size() < d) return "";
  std::array<double, 2> low{1e300, 1e300}, high{-1e300, -1e300};
  for (std::size_t i = 0; i + d <= frame.values.size(); i += d)
    for (std::size_t k = 0; k < 2; ++k) {
      if (!std::isfinite(frame.values[i + k])) continue;
      low[k] = std::min<double>(low[k], frame.values[i + k]);
      high[k] = std::max<double>(high[k], frame.values[i + k]);
    }
  const double side = 1.5 * std::max({high[0] - low[0], high[1] - low[1], 1e-9});
  const double x = (low[0] + high[0] - side) / 2, y = (low[1] + high[1] - side) / 2;
  return fmt::format("<svg viewBox=\"0 0 200 200\" width=\"200\" height=\"200\">{}{}</svg>",
                     dots_of(real, x, 200 / side, "real", y),
                     dots_of(made, x, 200 / side, fmt::format("s{}", style), y));
}

}  // namespace ganzoo::report
