/// Cells of a grid.
#pragma once

#include <cmath>
#include <ganzoo/config/toml.hpp>
#include <ganzoo/experiment/grid/expand.hpp>
#include <ganzoo/experiment/spec/override.hpp>
#include <set>

#include "experiment/toy_catalogue.hpp"
#include "support/catch.hpp"

namespace grid_scene {

using namespace toys;

inline std::vector<std::string> ids(const Expansion& expansion) {
  std::vector<std::string> out;
  for (const Cell& cell : expansion.cells) out.push_back(cell.id.substr(0, cell.id.rfind('-')));
  return out;
}

using Names = std::vector<std::string>;

}  // namespace grid_scene
