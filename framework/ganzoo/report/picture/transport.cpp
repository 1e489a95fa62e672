#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/report/picture/plot.hpp>
#include <ganzoo/report/picture/transport.hpp>
#include <span>

namespace ganzoo::report {
namespace {

/// One way of the plan: between which points, the share of the real one's mass, and how far it is.
struct Way {
  std::size_t from, to;
  double share, distance;
};

std::vector<Way> ways_of(const TransportPlan& plan) {
  std::vector<Way> ways;
  const auto columns = static_cast<std::size_t>(plan.columns);
  for (std::size_t k = 0; k < plan.mass.size(); ++k)
    if (plan.mass[k] > 0)
      ways.push_back({k / columns, k % columns, plan.mass[k] * static_cast<double>(plan.rows), plan.distance[k]});
  std::ranges::sort(ways, {}, &Way::distance);  // what goes far lies above
  return ways;
}

/// Blue where near is 0, orange at 1.
Color between(double share, double alpha) {
  const auto mixed = [share](double a, double b) { return a + share * (b - a); };
  return {mixed(palette::blue.red, palette::orange.red), mixed(palette::blue.green, palette::orange.green),
          mixed(palette::blue.blue, palette::orange.blue), alpha};
}

Range range_of(std::initializer_list<const log::Array*> clouds, std::size_t d) {
  Range range{INFINITY, -INFINITY};
  for (const log::Array* cloud : clouds)
    for (std::size_t i = d; i < cloud->values.size(); i += static_cast<std::size_t>(cloud->dims[1]))
      range = {std::min<double>(range.low, cloud->values[i]), std::max<double>(range.high, cloud->values[i])};
  const double margin = range.width() > 0 ? 0.06 * range.width() : 0.5;
  return {range.low - margin, range.high + margin};
}

float coordinate(const log::Array& cloud, std::size_t i, std::size_t d) {
  return cloud.values[i * static_cast<std::size_t>(cloud.dims[1]) + d];
}

Plot draw_in_the_plane(const std::string& title, const std::vector<Way>& ways, const log::Array& real,
                       const log::Array& fake) {
  Range x = range_of({&real, &fake}, 0), y = range_of({&real, &fake}, 1);
  share_scale(x, y);
  Plot plot(title, x, y);
  plot.axes();
  const double farthest = std::max(ways.back().distance, 1e-300);
  for (const Way& way : ways)
    plot.canvas().line(plot.px(coordinate(real, way.from, 0)), plot.py(coordinate(real, way.from, 1)),
                       plot.px(coordinate(fake, way.to, 0)), plot.py(coordinate(fake, way.to, 1)), 1.1,
                       between(way.distance / farthest, 0.15 + 0.65 * way.share));
  scatter(plot, real, 2.2, palette::ink);
  scatter(plot, fake, 2.2, palette::green);
  return plot;
}

Plot draw_map(const std::string& title, const std::vector<Way>& ways, const log::Array& real, const log::Array& fake) {
  Plot plot(title, range_of({&real}, 0), range_of({&fake}, 0));
  plot.axes();
  plot.name_axes("real", "fake");
  const double farthest = std::max(ways.back().distance, 1e-300);
  for (const Way& way : ways)
    plot.canvas().dot(plot.px(coordinate(real, way.from, 0)), plot.py(coordinate(fake, way.to, 0)), 2.6,
                      between(way.distance / farthest, 0.25 + 0.65 * way.share));
  return plot;
}

}  // namespace

void write_transport(const std::filesystem::path& file, const TransportPlan& plan, const log::Array& real,
                     const log::Array& fake) {
  const std::vector<Way> ways = ways_of(plan);
  double mean = 0;
  for (std::size_t k = 0; k < plan.mass.size(); ++k) mean += plan.mass[k] * plan.distance[k];
  const std::string title = fmt::format("moved by {:.4g} on average, {:.4g} at most", mean, ways.back().distance);
  const bool plane = real.dims[1] > 1;
  Plot plot = plane ? draw_in_the_plane(title, ways, real, fake) : draw_map(title, ways, real, fake);
  if (plane) {
    plot.legend(fmt::format("real, {}", real.dims[0]), palette::ink);
    plot.legend(fmt::format("fake, {}", fake.dims[0]), palette::green);
  }
  plot.canvas().save(file);
}

}  // namespace ganzoo::report
