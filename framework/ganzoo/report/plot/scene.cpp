#include <algorithm>
#include <cmath>
#include <ganzoo/report/plot/scene.hpp>

namespace ganzoo::report {
namespace {

bool has_number(const std::vector<double>& values) {
  return std::ranges::any_of(values, [](double v) { return std::isfinite(v); });
}

}  // namespace

Scene::Scene(const log::RunFile& run, std::size_t place) : run_(run), place_(place) {
  const log::Array& all = run.samples.at("scores");
  columns_ = all.dims[2] == static_cast<std::int64_t>(of_plane.count) ? of_plane : of_line;
  scores_ = part(all);
}

std::vector<double> Scene::column(std::size_t k) const {
  std::vector<double> all;
  for (std::size_t i = 0; i < rows(); ++i) all.push_back(scores_[i * columns_.count + k]);
  return all;
}

std::vector<double> Scene::critic() const {
  std::vector<double> d = column(columns_.critic);
  if (has_number(d)) return d;
  d = column(columns_.score);
  const auto [least, most] = std::ranges::minmax(d);
  for (double& v : d) v = most > least ? (v - least) / (most - least) : 0.5;
  return d;
}

bool Scene::has_probability() const { return has_number(column(columns_.critic)); }

bool Scene::has_best() const { return has_number(column(columns_.best)); }

std::span<const float> Scene::map() const {
  const auto found = run_.samples.find("map");
  return found == run_.samples.end() ? std::span<const float>() : part(found->second);
}

std::span<const float> Scene::part(const log::Array& all) const {
  const std::size_t size = all.values.size() / static_cast<std::size_t>(all.dims[0]);
  return std::span(all.values).subspan(place_ * size, size);
}

SceneColors scene_colors(const Style& style) {
  const Color &blue = style.hues[0], &green = style.hues[2];
  if (style.dark) return {style.ink, green, blue, {blue.red, blue.green, blue.blue, 0.6}};
  return {{0.13, 0.13, 0.15}, {0.0, 0.498, 0.361}, blue, {0.45, 0.55, 0.85}};
}

double finite_maximum(const std::vector<double>& values) {
  double most = 0;
  for (const double v : values)
    if (std::isfinite(v)) most = std::max(most, v);
  return most;
}

}  // namespace ganzoo::report
