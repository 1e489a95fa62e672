#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/core/error.hpp>
#include <ganzoo/report/table/html.hpp>
#include <ganzoo/report/page/page_parts.hpp>
#include <ganzoo/report/picture/picture.hpp>
#include <utility>

namespace ganzoo::report {
namespace {

/// The last of the snapshots, [n, …].
log::Array last_snapshot(const log::Array& snapshots) {
  log::Array last{{snapshots.dims.begin() + 1, snapshots.dims.end()}, {}};
  const std::size_t size = snapshots.values.size() / static_cast<std::size_t>(snapshots.dims[0]);
  last.values.assign(snapshots.values.end() - static_cast<std::ptrdiff_t>(size), snapshots.values.end());
  return last;
}

/// Black and white: the data's own ends, or else the nearest usual ones.
std::pair<float, float> ends_of(const log::RealSamples& real, const log::Array& made) {
  if (real.low < real.high) return {static_cast<float>(real.low), static_cast<float>(real.high)};
  const bool is_signed = std::ranges::any_of(made.values, [](float x) { return x < -0.05F; });
  return {is_signed ? -1.0F : 0.0F, 1.0F};
}

std::string figure(const Cluster& cluster) {
  const log::RunFile run = log::read(cluster.runs.front()->file);
  const std::string caption =
      fmt::format("{} · step {}", run.cell, run.sample_steps.empty() ? 0 : run.sample_steps.back());
  std::string png;
  if (const auto points = run.samples.find("points"); points != run.samples.end() && points->second.dims[0] > 0) {
    const log::Array made = last_snapshot(points->second);
    png = points_png(cluster.label, run.real.samples, made);
  } else if (const auto images = run.samples.find("images");
             images != run.samples.end() && images->second.dims[0] > 0) {
    log::Array made = last_snapshot(images->second);
    constexpr std::int64_t most = 64;
    if (made.dims[0] > most) {
      made.values.resize(made.values.size() / static_cast<std::size_t>(made.dims[0]) * most);
      made.dims[0] = most;
    }
    const auto [low, high] = ends_of(run.real, made);
    png = mosaic_png(made, low, high);
  } else {
    return "";
  }
  return fmt::format("<figure>{}<figcaption>{}</figcaption></figure>\n", embedded_picture(png, caption),
                     escaped_html(caption));
}

}  // namespace

std::string samples_html(const std::vector<Cluster>& clusters, std::vector<std::string>& notices) {
  std::string html;
  for (const Cluster& cluster : clusters) try {
      html += figure(cluster);
    } catch (const Error& error) {
      notices.push_back(fmt::format("no picture of {}: {}", cluster.runs.front()->name(), error.what()));
    }
  return html;
}

}  // namespace ganzoo::report
