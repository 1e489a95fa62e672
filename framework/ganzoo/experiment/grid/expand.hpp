/// From an experiment to its cells.
#pragma once

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

/// What is kept of each cell: all that training needs, or its name and its notes, of a hundred thousand to be listed.
enum class Keep : std::uint8_t { all, names };

/// Overrides applied already. Expands the grid (product, zip, random, set, skip; base: no grid), resolves every cell
/// against the catalogue and checks it; what the file gives is checked also where the grid replaces it, and an override
/// that the grid would undo is refused. Throws ganzoo::Error (usage) with every complaint found, at most 20.
Expansion expand(const Table& experiment, const Catalogue& catalogue, bool base, Keep keep = Keep::all);

/// Checks what a file gives before overrides are applied, so that none hides a mistake. Throws likewise.
void require_sound_file(const Table& file, const Catalogue& catalogue);

}  // namespace ganzoo::experiment
