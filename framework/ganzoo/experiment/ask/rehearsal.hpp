/// Whether the cells of an experiment can be trained, asked of a process that loads what they name.
#pragma once

#include <ganzoo/experiment/grid/expand.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// Opens the data and plans the networks in a child, once for each distinct choice of all that the cells
/// name but their seed and length. Fills `failure` of a cell whose component dies there; throws ganzoo::Error
/// with what does not fit together: usage, environment for missing data, corrupt for broken data. Returns the data's
/// SHA-256 of each cell ("" where it was not told).
std::vector<std::string> rehearse(Expansion& expansion, const std::vector<std::string>& plugin_paths);

}  // namespace ganzoo::experiment
