/// Names at the ends of the lines, in place of a legend, where one panel has room for them.
#pragma once

#include <ganzoo/report/plot/curve_panel.hpp>
#include <optional>
#include <vector>

namespace ganzoo::report {

/// How wide a margin the names need right of the only panel; none where a legend serves better.
std::optional<double> margin_for_names(const std::vector<Shown>& groups, std::size_t panels, const Layout& layout,
                                       const PlotOptions& options);

/// In the margin right of the plane's frame, each beside its line's end, moved apart where lines end close together.
void draw_names(Sheet& sheet, const CurvePanel& panel, const Plane& plane);

}  // namespace ganzoo::report
