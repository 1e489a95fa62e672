/// Curves in panels side by side: a divergence's functions, a run's columns over its steps.
#pragma once

#include <ganzoo/report/picture/canvas.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ganzoo::report {

struct Curve {
  std::string label;  ///< "" stands in no legend
  Color color;
  std::vector<double> x, y;
  Dash dash = Dash::none;
};

struct Panel {
  std::string title;
  std::vector<Curve> curves;
  /// What is shown; from the curves where it is not given, and then without the outermost of their points.
  std::optional<std::pair<double, double>> x{}, y{};
  bool whole = false;  ///< every point is shown, on a logarithmic axis where that takes one; the title says so
};

/// `columns` panels a row below a title. Curves are cut at their panel's frame.
Canvas draw_panels(const std::string& title, const std::vector<Panel>& panels, int columns);

}  // namespace ganzoo::report
