/// The [search] of an experiment: races whose worst settings are cut at rungs of the run, so that the rest may use what
/// they would have cost. What is cut can always be gone on with: nothing else about a cell changes.
#pragma once

#include <cstdint>
#include <ganzoo/core/value.hpp>
#include <ganzoo/experiment/grid/cell.hpp>
#include <optional>
#include <string>
#include <vector>

namespace ganzoo::experiment {

struct Section;

struct Search {
  std::string metric;                              ///< a column of /metrics with a direction
  std::vector<std::int64_t> rungs;                 ///< steps, rising
  std::vector<double> keep;                        ///< the share that each rung keeps
  bool cells_compete = false;                      ///< each by itself, not the seeds of a setting together
  std::optional<std::vector<std::string>> within;  ///< keys: a race inside of each of their values
  std::vector<std::string> spare;                  ///< "divergence.name=kl": never cut
  std::vector<std::int64_t> confirm;               ///< seeds that the winners are trained with anew
};

/// Its keys, as the experiment file has them.
const Section& search_section();

/// What the experiment asks for; none where it has no [search]. Throws ganzoo::Error (usage) with every complaint.
std::optional<Search> search_of(const Table& experiment);

/// Lets a rehearsal of the cells ask whether they measure what the search judges by, or takes that away again.
void mention(const Search& search, std::vector<Cell>& cells);
void forget(std::vector<Cell>& cells);

/// Throws ganzoo::Error (usage) where a rung is not a step at which every cell is measured before its end, or where
/// a seed of `confirm` is one of the grid's.
void require_measured(const Search& search, const std::vector<Cell>& cells);

}  // namespace ganzoo::experiment
