#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/plot/sheet.hpp>

namespace ganzoo::report {
namespace {

constexpr std::size_t across = 4;  ///< images in a square

/// The kept snapshot at or before a step, else the first.
std::size_t snapshot_at(const log::RunFile& run, std::int64_t step) {
  std::size_t place = 0;
  for (std::size_t i = 0; i < run.sample_steps.size(); ++i)
    if (run.sample_steps[i] <= step) place = i;
  return place;
}

std::span<const float> values_of(const log::Array& snapshots, std::size_t s) {
  const std::size_t size = snapshots.values.size() / static_cast<std::size_t>(snapshots.dims[0]);
  return std::span(snapshots.values).subspan(s * size, size);
}

/// A square around the real points, half as wide again.
struct View {
  double x, y, side;
};

View view_of(const log::Array& real, std::span<const float> made, std::size_t d) {
  const std::span<const float> points = real.values.empty() ? made : std::span<const float>(real.values);
  std::array<double, 2> low{INFINITY, INFINITY}, high{-INFINITY, -INFINITY};
  for (std::size_t i = 0; i + d <= points.size(); i += d)
    for (std::size_t k = 0; k < 2; ++k)
      if (std::isfinite(points[i + k]))
        low[k] = std::min<double>(low[k], points[i + k]), high[k] = std::max<double>(high[k], points[i + k]);
  const double side = std::isfinite(low[0]) ? 1.5 * std::max({high[0] - low[0], high[1] - low[1], 1e-9}) : 1;
  return {(low[0] + high[0] - side) / 2, (low[1] + high[1] - side) / 2, side};
}

/// Returns how many lie outside.
std::size_t draw_points(Canvas& canvas, const Box& b, std::span<const float> points, std::size_t d, const View& v,
                        const Color& color) {
  std::size_t outside = 0;
  for (std::size_t i = 0; i + d <= points.size(); i += d) {
    const double x = (points[i] - v.x) / v.side, y = (points[i + 1] - v.y) / v.side;
    const bool inside = x >= 0 && x <= 1 && y >= 0 && y <= 1;
    outside += !inside;
    if (inside) canvas.dot(b.left + x * b.width, b.top + (1 - y) * b.height, 0.7, color);
  }
  return outside;
}

void draw_images(Canvas& canvas, const Box& b, const log::Array& all, std::size_t s, const log::RealSamples& real) {
  const auto h = static_cast<std::size_t>(all.dims[2]),
             w = static_cast<std::size_t>(all.dims.size() > 3 ? all.dims[3] : 1);
  const auto channels = static_cast<std::size_t>(all.dims.size() > 4 ? all.dims[4] : 1);
  const std::span<const float> values = values_of(all, s);
  const double low = real.low < real.high ? real.low : 0, high = real.low < real.high ? real.high : 1;
  const auto n = std::min(across * across, static_cast<std::size_t>(all.dims[1]));
  std::vector<std::uint8_t> rgb(across * h * across * w * 3, 255);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t y = 0; y < h; ++y)
      for (std::size_t x = 0; x < w; ++x)
        for (std::size_t c = 0; c < 3; ++c) {
          const float v = values[((i * h + y) * w + x) * channels + std::min(c, channels - 1)];
          const double shade = std::isnan(v) ? 0 : std::clamp((v - low) / (high - low), 0.0, 1.0);
          rgb[(((i / across) * h + y) * across * w + (i % across) * w + x) * 3 + c] =
              static_cast<std::uint8_t>(std::lround(255 * shade));
        }
  canvas.image(b.left, b.top, b.width, b.height, static_cast<int>(across * w), static_cast<int>(across * h), rgb);
}

/// What a square cannot show: "88 of 256 outside"; "" otherwise.
std::string draw_square(Sheet& sheet, const Box& b, const log::RunFile& run, std::int64_t step, std::size_t group) {
  auto& [canvas, style] = sheet;
  const auto points = run.samples.find("points"), images = run.samples.find("images");
  if (images != run.samples.end() && images->second.dims[0] > 0) {
    draw_images(canvas, b, images->second, snapshot_at(run, step), run.real);
    return "";
  }
  if (points == run.samples.end() || points->second.dims[0] == 0 || points->second.dims.size() != 3 ||
      points->second.dims[2] < 2)
    throw Error(Exit::usage,
                fmt::format("the samples of {} are neither images nor points of two coordinates or more", run.cell),
                "the report's page shows numbers on the line");
  const auto d = static_cast<std::size_t>(points->second.dims[2]);
  const auto made = values_of(points->second, snapshot_at(run, step));
  const View view = view_of(run.real.samples, made, d);
  canvas.clip(b.left, b.top, b.width, b.height);
  draw_points(canvas, b, run.real.samples.values, d, view, {0.62, 0.63, 0.66, 0.6});
  const std::size_t outside = draw_points(canvas, b, made, d, view, style.look_of(group).color);
  canvas.unclip();
  canvas.frame(b.left, b.top, b.width, b.height, style.line, 0.5);
  return outside == 0 ? "" : fmt::format("{} of {} outside", outside, made.size() / d);
}

}  // namespace

Figure plot_samples(const Experiment& e, const PlotOptions& o) {
  const std::vector<Shown> groups = groups_of(e, o);
  std::vector<std::int64_t> steps = o.steps;
  if (steps.empty()) steps.push_back(std::numeric_limits<std::int64_t>::max());
  const Layout layout = layout_of(o.layout, 3);
  const double width = layout.whole();
  double label = 0;
  for (const Shown& group : groups) label = std::max(label, measured(group.name, small, o) + 10);
  const double side = std::min((width - label) / static_cast<double>(steps.size()) - 4, 110.0), line = side + 12;
  Sheet sheet = sheet_of(label + static_cast<double>(steps.size()) * (side + 4),
                         14 + static_cast<double>(groups.size()) * line, e, o);
  Canvas& canvas = sheet.canvas;
  Figure figure;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const Run& first = e.frame.runs[e.first_seeds[groups[g].place]];
    const log::RunFile run = log::read(first.file);
    if (run.samples.empty() || run.sample_steps.empty())
      throw Error(Exit::usage, fmt::format("{} holds no samples", first.name()), "log.snapshots keeps some");
    const double top = 14 + static_cast<double>(g) * line;
    canvas.text(label - 6, top + side / 2, groups[g].name, small, sheet.style.ink, Canvas::Anchor::right);
    for (std::size_t s = 0; s < steps.size(); ++s) {
      const Box box{label + static_cast<double>(s) * (side + 4), top, side, side};
      const std::int64_t shown = run.sample_steps[snapshot_at(run, steps[s])];
      if (g == 0)
        canvas.text(box.left + side / 2, 10, fmt::format("step {}", shown), small, sheet.style.ink,
                    Canvas::Anchor::middle);
      const std::string outside = draw_square(sheet, box, run, steps[s], groups[g].place);
      canvas.text(box.left + side / 2, top + side + 7, outside,
                  std::min(6.0, 6 * side / std::max(side, canvas.text_width(outside, 6))), sheet.style.grey,
                  Canvas::Anchor::middle);
      figure.caption += fmt::format("{}, seed {}, step {}{}\n", groups[g].name, run.seed, shown,
                                    outside.empty() ? "" : ": " + outside);
    }
  }
  figure.bytes = canvas.finished();
  return figure;
}

}  // namespace ganzoo::report
