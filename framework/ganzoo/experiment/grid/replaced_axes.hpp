/// What becomes of a grid's axes whose very keys the command line sets.
#pragma once

#include <ganzoo/config/path.hpp>
#include <string>
#include <vector>

namespace ganzoo::experiment {

/// Takes the key out of the axes of [grid], [[grid.zip]] and [[grid.random]]. Returns one line for each that says so,
/// with the place where the axis stood and `by` what it is replaced.
std::vector<std::string> replace_axis(Table& experiment, const config::Path& path, const std::string& by);

/// Takes the keys of the overrides (KEY=VALUE, applied already) out of the grid's axes, likewise.
std::vector<std::string> replace_axes(Table& experiment, const std::vector<std::string>& overrides);

}  // namespace ganzoo::experiment
