#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/report/page/html.hpp>
#include <ganzoo/report/page/page_parts.hpp>
#include <ganzoo/report/picture/panels.hpp>
#include <ganzoo/report/runs/grouping.hpp>
#include <map>

namespace ganzoo::report {
namespace {

/// Okabe and Ito's colours; more groups than that get hues apart by the golden ratio.
Color color_of(std::size_t i) {
  constexpr std::array<Color, 7> colors{{palette::blue,
                                         palette::orange,
                                         palette::green,
                                         {0.800, 0.475, 0.655},
                                         {0.337, 0.706, 0.914},
                                         {0.902, 0.624, 0.0},
                                         palette::ink}};
  if (i < colors.size()) return colors[i];
  const double hue = std::fmod(0.618034 * static_cast<double>(i), 1.0);
  const auto part = [&](double shift) { return 0.45 + 0.4 * std::cos(6.2831853 * (hue + shift)); };
  return {part(0), part(1.0 / 3), part(2.0 / 3)};
}

std::vector<double> numbers(const log::Column& column) {
  return std::visit([](const auto& values) { return std::vector<double>(values.begin(), values.end()); },
                    column.values);
}

/// A column over its steps; empty where the run has none.
Curve curve_of(const log::Table& table, const std::string& name, const Color& color) {
  const log::Column *steps = table.find("step"), *column = table.find(name);
  if (!steps || !column) return {};
  return {"", color, numbers(*steps), numbers(*column)};
}

/// At each step the mean over the curves that have a finite value there.
Curve mean_of(const std::vector<Curve>& curves, const Color& color) {
  std::map<double, std::pair<double, double>> sums;
  for (const Curve& curve : curves)
    for (std::size_t i = 0; i < curve.x.size(); ++i)
      if (std::isfinite(curve.y[i])) sums[curve.x[i]].first += curve.y[i], sums[curve.x[i]].second += 1;
  Curve mean{"", color, {}, {}};
  for (const auto& [step, sum] : sums) mean.x.push_back(step), mean.y.push_back(sum.first / sum.second);
  return mean;
}

Panel panel_of(const std::vector<Cluster>& clusters, const log::Table log::RunFile::*table, const std::string& name) {
  Panel panel{name, {}};
  std::vector<Curve> means;
  for (const Cluster& cluster : clusters) {
    std::vector<Curve> curves;
    for (const Run* run : cluster.runs) {
      Color faint = cluster.color;
      faint.alpha = cluster.runs.size() > 1 ? 0.25 : 1;
      curves.push_back(curve_of(run->log.*table, name, faint));
    }
    if (cluster.runs.size() > 1) means.push_back(mean_of(curves, cluster.color));
    panel.curves.insert(panel.curves.end(), curves.begin(), curves.end());
  }
  panel.curves.insert(panel.curves.end(), means.begin(), means.end());
  return panel;
}

bool has_points(const Panel& panel) {
  for (const Curve& curve : panel.curves)
    for (const double y : curve.y)
      if (std::isfinite(y)) return true;
  return false;
}

std::vector<std::string> columns_of(const std::vector<Cluster>& clusters) {
  std::vector<std::string> names;
  for (const Cluster& cluster : clusters)
    for (const Run* run : cluster.runs)
      for (const log::Column& column : run->log.metrics.columns)
        if (column.name != "step" && std::ranges::find(names, column.name) == names.end()) names.push_back(column.name);
  return names;
}

std::string css(const Color& c) {
  const auto part = [](double x) { return static_cast<int>(std::lround(255 * x)); };
  return fmt::format("rgb({}, {}, {})", part(c.red), part(c.green), part(c.blue));
}

}  // namespace

std::vector<Cluster> clusters_of(const std::vector<Run>& runs) {
  std::vector<std::string> ignored, labels(runs.size());
  for (const std::string& key : keys_of(runs, {}, ignored).shown) {
    const std::vector<std::string> values = labels_of(runs, key);
    for (std::size_t i = 0; i < runs.size(); ++i) labels[i] += (labels[i].empty() ? "" : ", ") + values[i];
  }
  std::vector<Cluster> clusters;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    auto at = std::ranges::find(clusters, labels[i], &Cluster::label);
    if (at == clusters.end()) at = clusters.insert(at, {labels[i], color_of(clusters.size()), {}});
    at->runs.push_back(&runs[i]);
  }
  return clusters;
}

std::string curves_html(const std::vector<Cluster>& clusters) {
  std::vector<Panel> panels;
  for (const std::string& name : columns_of(clusters))
    panels.push_back(panel_of(clusters, &log::RunFile::metrics, name));
  for (const char* name : {"divergence_estimate", "critic_objective", "generator_objective"})
    panels.push_back(panel_of(clusters, &log::RunFile::train, name));
  std::erase_if(panels, [](const Panel& panel) { return !has_points(panel); });
  if (panels.empty()) return "";
  std::string html = "<p>";
  for (const Cluster& cluster : clusters)
    html += fmt::format("<span class=\"swatch\" style=\"background: {}\"></span>{}", css(cluster.color),
                        escaped_html(cluster.label.empty() ? "all runs" : cluster.label));
  return html + "</p>\n" + embedded_picture(draw_panels("", panels, 3).png(), "metrics over the steps") + "\n";
}

}  // namespace ganzoo::report
