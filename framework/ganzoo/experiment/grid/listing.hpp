/// What `ganzoo run --list` prints: the cells, their number, and what each ignores.
#pragma once

#include <ganzoo/experiment/grid/expand.hpp>
#include <iostream>

namespace ganzoo::experiment {

/// One line a cell: its id, what the grid varied, what it ignores or why it fails; then notices and the number of
/// cells.
void print_list(const Expansion& expansion, std::ostream& out = std::cout);

}  // namespace ganzoo::experiment
