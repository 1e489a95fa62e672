#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/report/table/html.hpp>
#include <ganzoo/report/page/page_parts.hpp>
#include <ganzoo/report/picture/panels.hpp>
#include <ganzoo/report/runs/grouping.hpp>
#include <ganzoo/report/statistics/location.hpp>
#include <limits>
#include <optional>
#include <set>

namespace ganzoo::report {
namespace {

/// Six hues that the colour-blind tell apart, and as many again for each way to break a line.
Style style_of(std::size_t i) {
  constexpr std::array<Color, 6> colors{{{0.149, 0.251, 0.686},
                                         {0.753, 0.184, 0.039},
                                         {0.000, 0.498, 0.451},
                                         {0.443, 0.188, 0.294},
                                         {0.086, 0.616, 0.851},
                                         {0.671, 0.565, 0.239}}};
  constexpr std::array<Dash, 4> dashes{Dash::none, Dash::dashed, Dash::dotted, Dash::dash_dot};
  if (i >= colors.size() * dashes.size()) return {palette::grey, Dash::none};
  return {colors[i % colors.size()], dashes[i / colors.size()]};
}

std::vector<double> numbers(const log::Column& column) {
  return std::visit([](const auto& values) { return std::vector<double>(values.begin(), values.end()); },
                    column.values);
}

/// A column over its steps; empty where the run has none.
Curve curve_of(const log::Table& table, const std::string& name, const Style& style) {
  const log::Column *steps = table.find("step"), *column = table.find(name);
  if (!steps || !column) return {};
  return {"", style.color, numbers(*steps), numbers(*column), style.dash};
}

/// What a run that diverged counts with from then on: the worst value that its column declares; none where it has no
/// direction, and where the run has not diverged.
std::optional<double> after_the_end(const Run& run, const log::Table& table, const std::string& name) {
  const log::Column* column = table.find(name);
  if (run.log.status != log::Status::diverged || !column) return std::nullopt;
  const auto text = [&](const char* key) {
    const auto found = column->attributes.find(key);
    const auto* value = found == column->attributes.end() ? nullptr : std::get_if<std::string>(&found->second);
    return value ? *value : "";
  };
  const auto bound = [&](const char* key, double otherwise) {
    const auto found = column->attributes.find(key);
    const auto* value = found == column->attributes.end() ? nullptr : std::get_if<double>(&found->second);
    return value ? *value : otherwise;
  };
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (text("better") == "higher") return bound("lower", -infinity);
  if (text("better") == "lower") return bound("upper", infinity);
  return std::nullopt;
}

/// A run's value at a step: none where it was not measured there.
std::optional<double> value_at(const Curve& curve, double step, const std::optional<double>& after) {
  const auto at = std::ranges::lower_bound(curve.x, step);
  if (at != curve.x.end() && *at == step) return curve.y[static_cast<std::size_t>(at - curve.x.begin())];
  return at == curve.x.end() ? after : std::nullopt;
}

/// The median over the runs at each step at which all have a value: none is left out because it ended.
Curve median_curve(const std::vector<Curve>& curves, const std::vector<std::optional<double>>& after, const Style& style) {
  std::set<double> steps;
  for (const Curve& curve : curves) steps.insert(curve.x.begin(), curve.x.end());
  Curve median{"", style.color, {}, {}, style.dash};
  for (const double step : steps) {
    std::vector<double> values;
    for (std::size_t i = 0; i < curves.size(); ++i)
      if (const auto value = value_at(curves[i], step, after[i])) values.push_back(*value);
    if (values.size() < curves.size()) continue;
    median.x.push_back(step);
    median.y.push_back(median_of(values));
  }
  return median;
}

Panel panel_of(const std::vector<Cluster>& clusters, const log::Table log::RunFile::*table, const std::string& name) {
  Panel panel;
  panel.title = name;
  panel.whole = true;
  std::vector<Curve> medians;
  for (const Cluster& cluster : clusters) {
    std::vector<Curve> curves;
    std::vector<std::optional<double>> after;
    for (const Run* run : cluster.runs) {
      Style faint = cluster.style;
      faint.color.alpha = cluster.runs.size() > 1 ? 0.25 : 1;
      curves.push_back(curve_of(run->log.*table, name, faint));
      after.push_back(after_the_end(*run, run->log.*table, name));
    }
    if (cluster.runs.size() > 1) medians.push_back(median_curve(curves, after, cluster.style));
    panel.curves.insert(panel.curves.end(), curves.begin(), curves.end());
  }
  panel.curves.insert(panel.curves.end(), medians.begin(), medians.end());
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

/// A column by its own name or its metric's.
bool is_asked_for(const std::string& column, const std::vector<std::string>& metrics) {
  return metrics.empty() || std::ranges::any_of(metrics, [&](const std::string& metric) {
           return column == metric || column.starts_with(metric + ".");
         });
}

const char* broken(Dash dash) {
  constexpr std::array<const char*, 4> words{"", " (dashed)", " (dotted)", " (dash-dot)"};
  return words[static_cast<std::size_t>(dash)];
}

std::string css(const Color& c) {
  const auto part = [](double x) { return static_cast<int>(std::lround(255 * x)); };
  return fmt::format("rgb({}, {}, {})", part(c.red), part(c.green), part(c.blue));
}

}  // namespace

std::vector<Cluster> clusters_of(const std::vector<Run>& runs, const std::vector<std::string>& by) {
  std::vector<std::string> ignored, labels(runs.size());
  for (const std::string& key : keys_of(runs, by, {}, ignored).shown) {
    const std::vector<std::string> values = labels_of(runs, key);
    for (std::size_t i = 0; i < runs.size(); ++i) labels[i] += (labels[i].empty() ? "" : ", ") + values[i];
  }
  std::vector<Cluster> clusters;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    auto at = std::ranges::find(clusters, labels[i], &Cluster::label);
    if (at == clusters.end()) at = clusters.insert(at, {labels[i], style_of(clusters.size()), {}});
    at->runs.push_back(&runs[i]);
  }
  return clusters;
}

std::string curves_html(const std::vector<Cluster>& clusters, const std::vector<std::string>& metrics) {
  std::vector<Panel> panels;
  for (const std::string& name : columns_of(clusters))
    if (is_asked_for(name, metrics)) panels.push_back(panel_of(clusters, &log::RunFile::metrics, name));
  for (const char* name : {"divergence_estimate", "critic_objective", "generator_objective"})
    panels.push_back(panel_of(clusters, &log::RunFile::train, name));
  std::erase_if(panels, [](const Panel& panel) { return !has_points(panel); });
  if (panels.empty()) return "";
  std::string html = "<p>";
  for (const Cluster& cluster : clusters)
    html += fmt::format("<span class=\"swatch\" style=\"background: {}\"></span>{}{}", css(cluster.style.color),
                        escaped_html(cluster.label.empty() ? "all runs" : cluster.label), broken(cluster.style.dash));
  html += "</p>\n<p class=\"quiet\">Each run thin, the median of each group thick, where all of its runs have a value; a "
          "run that diverged counts as the worst from then on.";
  return html + "</p>\n" + embedded_picture(draw_panels("", panels, 3).png(), "metrics over the steps") + "\n";
}

}  // namespace ganzoo::report
