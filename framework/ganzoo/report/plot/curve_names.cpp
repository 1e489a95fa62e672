#include <algorithm>
#include <array>
#include <cmath>
#include <ganzoo/report/plot/curve_names.hpp>

namespace ganzoo::report {
namespace {

constexpr double name_height = 8.5, name_left = 13;  ///< of a name; behind its swatch

/// Where a line ends; at the bottom, where it has no value.
double end_of(const Ribbon& ribbon, const Plane& plane) {
  const Box& f = plane.f;
  for (std::size_t i = ribbon.y.size(); i > 0; --i)
    if (std::isfinite(ribbon.y[i - 1])) return std::clamp(plane.py(ribbon.y[i - 1]), f.top, f.top + f.height);
  return f.top + f.height;
}

/// Heights in ascending order, moved apart as little as a sweep down and one up do, none below `bottom`.
void part(std::vector<double>& heights, double bottom) {
  for (std::size_t i = 1; i < heights.size(); ++i) heights[i] = std::max(heights[i], heights[i - 1] + name_height);
  double most = bottom;
  for (auto at = heights.rbegin(); at != heights.rend(); ++at, most -= name_height) *at = std::min(*at, most);
}

}  // namespace

std::optional<double> margin_for_names(const std::vector<Shown>& groups, std::size_t panels, const Layout& layout,
                                       const PlotOptions& o) {
  if (panels != 1 || groups.size() < 2 || static_cast<double>(groups.size()) * name_height > layout.height - 42)
    return std::nullopt;
  double widest = 0;
  for (const Shown& group : groups) widest = std::max(widest, measured(group.name, small, o));
  return widest <= 0.35 * layout.width ? std::optional(widest + name_left) : std::nullopt;
}

void draw_names(Sheet& sheet, const CurvePanel& panel, const Plane& plane) {
  std::vector<std::pair<double, const Strand*>> ends;
  for (const Strand& strand : panel.strands) ends.emplace_back(end_of(strand.ribbon, plane), &strand);
  std::ranges::stable_sort(ends, {}, &std::pair<double, const Strand*>::first);
  std::vector<double> heights;
  for (const auto& end : ends) heights.push_back(end.first);
  part(heights, plane.f.top + plane.f.height);
  const double left = plane.f.left + plane.f.width;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const Shown& group = ends[i].second->group;
    const Look look = sheet.style.look_of(group.place);
    const std::array<double, 2> xs{left + 3, left + name_left - 2}, ys{heights[i], heights[i]};
    sheet.canvas.curve(xs, ys, 1.3, look.color, look.dash);
    sheet.canvas.text(left + name_left, heights[i] + 2.5, group.name, small, sheet.style.ink);
  }
}

}  // namespace ganzoo::report
