#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/picture/picture.hpp>
#include <ganzoo/report/picture/plot.hpp>

namespace ganzoo::report {
namespace {

/// How many points stand before the first that is not finite.
std::size_t finite_length(std::span<const double> x, std::span<const double> y) {
  std::size_t n = 0;
  while (n < x.size() && std::isfinite(x[n]) && std::isfinite(y[n])) ++n;
  return n;
}

/// All values and the origin, with a margin.
Range range_of(std::span<const double> values) {
  const auto [least, most] = std::ranges::minmax(values);
  Range range{std::min(least, 0.0), std::max(most, 0.0)};
  const double margin = range.width() > 0 ? 0.06 * range.width() : 0.5;
  return {range.low - margin, range.high + margin};
}

/// From blue to orange as t goes from 0 to 1.
Color color_at(double t) {
  const auto mix = [t](double from, double to) { return from + t * (to - from); };
  return {mix(palette::blue.red, palette::orange.red), mix(palette::blue.green, palette::orange.green),
          mix(palette::blue.blue, palette::orange.blue)};
}

void draw_path(Plot& plot, std::span<const double> x, std::span<const double> y) {
  for (std::size_t i = 1; i < x.size(); ++i) {
    const Color color = color_at(static_cast<double>(i) / static_cast<double>(x.size() - 1));
    plot.canvas().line(plot.px(x[i - 1]), plot.py(y[i - 1]), plot.px(x[i]), plot.py(y[i]), 1.2, color);
    plot.canvas().dot(plot.px(x[i]), plot.py(y[i]), 1.8, color);
  }
}

void draw_origin(Plot& plot) {
  constexpr double arm = 7;
  const double x = plot.px(0), y = plot.py(0);
  plot.canvas().line(x - arm, y, x + arm, y, 1.6, palette::ink);
  plot.canvas().line(x, y - arm, x, y + arm, 1.6, palette::ink);
}

}  // namespace

void write_trajectory(const std::filesystem::path& file, const std::string& title,
                      const std::pair<std::string, std::string>& names, std::span<const double> x,
                      std::span<const double> y) {
  const std::size_t n = finite_length(x, y);
  if (n == 0) throw Error(Exit::usage, "there is no trajectory to draw");
  x = x.first(n);
  y = y.first(n);
  Range wide = range_of(x), high = range_of(y);
  share_scale(wide, high);
  Plot plot(title, wide, high);
  plot.axes();
  plot.name_axes(names.first, names.second);
  draw_origin(plot);
  draw_path(plot, x, y);
  const auto mark = [&](const char* what, std::size_t i, const Color& color) {
    plot.canvas().dot(plot.px(x[i]), plot.py(y[i]), 4.5, color);
    plot.legend(fmt::format("{} ({:.3g}, {:.3g})", what, x[i], y[i]), color);
  };
  mark("start", 0, palette::blue);
  mark("end", n - 1, palette::orange);
  plot.canvas().save(file);
}

}  // namespace ganzoo::report
