#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/os/files.hpp>
#include <ganzoo/report/picture/picture.hpp>
#include <ganzoo/report/picture/plot.hpp>
#include <optional>
#include <vector>

namespace ganzoo::report {
namespace {

/// The middle 99.8 % of coordinate d, or nothing where there are no finite values.
std::optional<Range> bulk(const log::Array& points, std::size_t d) {
  std::vector<float> values;
  const auto columns = static_cast<std::size_t>(points.dims.back());
  for (std::size_t i = d; i < points.values.size(); i += columns)
    if (std::isfinite(points.values[i])) values.push_back(points.values[i]);
  if (values.empty()) return std::nullopt;
  std::ranges::sort(values);
  const std::size_t cut = values.size() / 1000;
  return Range{values[cut], values[values.size() - 1 - cut]};
}

/// The real points' range, widened to the generated ones' by at most half of it on either side, and a margin.
Range frame_of(const log::Array& real, const log::Array& generated, std::size_t d) {
  auto range = real.values.empty() ? std::nullopt : bulk(real, d);
  if (const auto made = bulk(generated, d)) {
    if (!range) range = made;
    const double reach = range->width() / 2;
    range = Range{std::clamp(made->low, range->low - reach, range->low),
                  std::clamp(made->high, range->high, range->high + reach)};
  }
  if (!range) range = Range{};
  const double margin = range->width() > 0 ? 0.06 * range->width() : 0.5;
  return {range->low - margin, range->high + margin};
}

Color faded(Color color, double alpha) { return {color.red, color.green, color.blue, alpha}; }

/// The density of a histogram of `bins` equal bins over the range, of all points (those outside count too).
std::vector<double> histogram(const log::Array& points, const Range& range, std::size_t bins) {
  std::vector<double> density(bins, 0);
  for (const float value : points.values) {
    const double at = std::floor((value - range.low) / range.width() * static_cast<double>(bins));
    if (at >= 0 && at < static_cast<double>(bins)) density[static_cast<std::size_t>(at)] += 1;
  }
  for (double& d : density)
    d *= static_cast<double>(bins) / (range.width() * static_cast<double>(points.values.size()));
  return density;
}

void bars(Plot& plot, const std::vector<double>& density, const Range& range, const Color& color) {
  const double width = side / static_cast<double>(density.size());
  for (std::size_t i = 0; i < density.size(); ++i) {
    const double x = plot.px(range.low) + static_cast<double>(i) * width, y = plot.py(density[i]);
    plot.canvas().fill_box(x, y, width, plot.py(0) - y, faded(color, 0.35));
    plot.canvas().line(x, y, x + width, y, 1.6, color);
    const double before = plot.py(i > 0 ? density[i - 1] : 0);
    plot.canvas().line(x, before, x, y, 1.6, color);
  }
}

void check(const log::Array& points, const char* which) {
  if (points.values.empty()) return;
  if (points.dims.size() != 2 || points.dims[1] < 1)
    throw Error(Exit::usage,
                fmt::format("{} points have shape [{}], but must be [n, d]", which, fmt::join(points.dims, ", ")));
}

void legends(Plot& plot, const log::Array& real, const log::Array& generated) {
  if (!real.values.empty()) plot.legend(fmt::format("real, {}", real.dims[0]), palette::blue);
  if (!generated.values.empty()) plot.legend(fmt::format("generated, {}", generated.dims[0]), palette::orange);
}

Plot draw_histograms(const std::string& title, const log::Array& real, const log::Array& generated) {
  constexpr std::size_t bins = 80;
  const Range x = frame_of(real, generated, 0);
  const auto p = real.values.empty() ? std::vector<double>(bins) : histogram(real, x, bins);
  const auto q = generated.values.empty() ? std::vector<double>(bins) : histogram(generated, x, bins);
  const double highest = std::max({*std::ranges::max_element(p), *std::ranges::max_element(q), 1e-12});
  Plot plot(title, x, {0, 1.08 * highest});
  plot.axes();
  plot.canvas().clip(left, top, side, side);
  if (!real.values.empty()) bars(plot, p, x, palette::blue);
  if (!generated.values.empty()) bars(plot, q, x, palette::orange);
  plot.canvas().unclip();
  return plot;
}

Plot draw_scatter(const std::string& title, const log::Array& real, const log::Array& generated) {
  Range x = frame_of(real, generated, 0), y = frame_of(real, generated, 1);
  share_scale(x, y);
  Plot plot(title, x, y);
  plot.axes();
  plot.canvas().clip(left, top, side, side);
  if (!real.values.empty()) scatter(plot, real, 2.0, faded(palette::blue, 0.35));
  if (!generated.values.empty()) scatter(plot, generated, 2.0, faded(palette::orange, 0.45));
  plot.canvas().unclip();
  return plot;
}

}  // namespace

void scatter(Plot& plot, const log::Array& points, double radius, const Color& color) {
  const auto columns = static_cast<std::size_t>(points.dims.back());
  for (std::size_t i = 0; i + 1 < points.values.size(); i += columns)
    if (std::isfinite(points.values[i]) && std::isfinite(points.values[i + 1]))
      plot.canvas().dot(plot.px(points.values[i]), plot.py(points.values[i + 1]), radius, color);
}

void write_points(const std::filesystem::path& file, const std::string& title, const log::Array& real,
                  const log::Array& generated) {
  os::write_whole(file, points_png(title, real, generated));
}

std::string points_png(const std::string& title, const log::Array& real, const log::Array& generated) {
  check(real, "real");
  check(generated, "generated");
  if (real.values.empty() && generated.values.empty()) throw Error(Exit::usage, "there are no points to draw");
  const bool flat = (generated.values.empty() ? real : generated).dims.back() == 1;
  Plot plot = flat ? draw_histograms(title, real, generated) : draw_scatter(title, real, generated);
  legends(plot, real, generated);
  return plot.canvas().png();
}

}  // namespace ganzoo::report
