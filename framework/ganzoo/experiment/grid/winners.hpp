/// What `compare --tune --write-winners` chose, laid into an experiment.
#pragma once

#include <ganzoo/core/value.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// Puts the [[grid.zip]] and the tuned_on of a file of winners into an experiment, in place of its axes over the same
/// keys. Returns one line for each axis replaced. `name` is the file's, for these lines. Throws ganzoo::Error (usage)
/// where the file holds anything else.
std::vector<std::string> lay_winners(Table& experiment, const Table& winners, const std::string& name);

}  // namespace ganzoo::experiment
