/// When two files are one run: a cell is what its numbers hang on, whatever the title or the folder.
#pragma once

#include <ganzoo/report/runs/runs.hpp>
#include <string>
#include <vector>

namespace ganzoo::report {

/// Keeps one run of each cell: of two with the same numbers the first, of one that is over and one that is not the one
/// that is over. Throws ganzoo::Error (usage) where both are over and their numbers differ, naming both, where, and what
/// in their provenance differs.
void keep_one_of_each_cell(std::vector<Run>& runs, std::vector<std::string>& notices);

}  // namespace ganzoo::report
