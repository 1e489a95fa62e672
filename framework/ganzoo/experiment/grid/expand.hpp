/// From an experiment to its cells.
#pragma once

#include <ganzoo/core/api.hpp>
#include <ganzoo/core/value.hpp>
#include <ganzoo/experiment/grid/cell.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

struct Expansion {
  std::vector<Cell> cells;  ///< the first axis varies slowest
  std::vector<std::string>
      notices;  ///< one line each: what is varied twice; cells that are the same run and were merged
};

/// Overrides applied already. Expands the grid (product, zip, random, set, skip; base: no grid), resolves every cell
/// against the catalogue and checks it. Throws ganzoo::Error (usage) with every complaint found, at most 20.
GANZOO_API Expansion expand(const Table& experiment, const Catalogue& catalogue, bool base);

}  // namespace ganzoo::experiment
