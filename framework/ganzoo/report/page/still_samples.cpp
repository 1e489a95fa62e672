#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/page/pack.hpp>
#include <ganzoo/report/page/sketch.hpp>
#include <ganzoo/report/page/still.hpp>
#include <ganzoo/report/picture/picture.hpp>
#include <ganzoo/report/table/html.hpp>
#include <utility>

namespace ganzoo::report {
namespace {

constexpr std::size_t most_groups = 24;
constexpr std::int64_t most_points = 256, most_images = 16;

/// The first `most` of the last of snapshots [s, n, …].
log::Array last_snapshot(const log::Array& snapshots, std::int64_t most) {
  log::Array last{{snapshots.dims.begin() + 1, snapshots.dims.end()}, {}};
  const std::size_t size = snapshots.values.size() / static_cast<std::size_t>(snapshots.dims[0]);
  const std::int64_t n = last.dims[0], kept = std::min(n, most);
  last.dims[0] = kept;
  const auto first = snapshots.values.end() - static_cast<std::ptrdiff_t>(size);
  last.values.assign(first,
                     first + static_cast<std::ptrdiff_t>(
                                 n == 0 ? 0 : size / static_cast<std::size_t>(n) * static_cast<std::size_t>(kept)));
  return last;
}

/// Black and white: the data's own ends, or else the nearest usual ones.
std::pair<float, float> ends_of(const log::RealSamples& real, const log::Array& made) {
  if (real.low < real.high) return {static_cast<float>(real.low), static_cast<float>(real.high)};
  const bool is_signed = std::ranges::any_of(made.values, [](float x) { return x < -0.05F; });
  return {is_signed ? -1.0F : 0.0F, 1.0F};
}

std::string picture_of(const log::RunFile& run, std::size_t style) {
  if (const auto points = run.samples.find("points"); points != run.samples.end() && points->second.dims[0] > 0)
    return sketch_of(run.real.samples, last_snapshot(points->second, most_points), style);
  const auto images = run.samples.find("images");
  if (images == run.samples.end() || images->second.dims[0] == 0) return "";
  const log::Array made = last_snapshot(images->second, most_images);
  const auto [low, high] = ends_of(run.real, made);
  return fmt::format("<img alt=\"generated images\" src=\"data:image/png;base64,{}\">",
                     base64(mosaic_png(made, low, high)));
}

}  // namespace

std::string samples_html(const Experiment& e, std::vector<std::string>& notices) {
  std::string html;
  for (std::size_t g = 0; g < std::min(e.first_seeds.size(), most_groups); ++g) {
    const Run& run = e.frame.runs[e.first_seeds[g]];
    try {
      const std::string picture = picture_of(log::read(run.file), g);
      if (!picture.empty())
        html += fmt::format("<figure>{}<figcaption>{} · step {}</figcaption></figure>\n", picture,
                            escaped_html(run.log->cell), run.log->step);
    } catch (const Error& error) {
      notices.push_back(fmt::format("no picture of {}: {}", run.name(), error.what()));
    }
  }
  return html;
}

}  // namespace ganzoo::report
