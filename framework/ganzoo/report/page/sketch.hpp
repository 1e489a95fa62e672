/// Small pictures as SVG, for a page without a script: a panel of lines, a square of points.
#pragma once

#include <ganzoo/log/run_file.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

struct SketchLine {
  std::string name;
  std::size_t style = 0;  ///< the group's place: its colour and dash are the page's style s<style>
  std::vector<double> x, y;
};

/// Every finite value is in sight, on a logarithmic axis where that takes one; its name stands in the title.
std::string sketch_of(const std::string& title, const std::vector<SketchLine>& lines);
/// Real ones grey below generated ones [n, d], by their first two coordinates, over the box of both.
std::string sketch_of(const log::Array& real, const log::Array& made, std::size_t style);

}  // namespace ganzoo::report
