/// Who competes with whom: cells that differ in their seed only are one competitor, within a race of their own kind.
#pragma once

#include <ganzoo/experiment/search/search.hpp>
#include <string>
#include <utility>
#include <vector>

namespace ganzoo::experiment {

struct Competitor {
  std::vector<std::size_t> cells;  ///< numbers in the experiment
  bool spare = false;              ///< never cut
};

struct Race {
  std::string name;                                         ///< safe in a file name, one race's alone
  std::vector<std::pair<std::string, std::string>> within;  ///< key → value, as TOML
  std::vector<Competitor> competitors;
};

/// In the order of the cells. Throws ganzoo::Error (usage) for a key of `within` or `spare` that no cell has.
std::vector<Race> races_of(const Search& search, const std::vector<Cell>& cells);

/// A setting's text: all of the cell's spec but its seed.
std::string setting_of(const Cell& cell);

}  // namespace ganzoo::experiment
