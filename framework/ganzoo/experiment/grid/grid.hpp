/// The [grid] of an experiment: axes, whose product are the points, and the rules that change or skip some of them.
#pragma once

#include <array>
#include <cstdint>
#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <string>
#include <utility>
#include <vector>

namespace ganzoo::experiment {

inline constexpr std::size_t most_cells = 100'000;

/// What stands in [grid] beside its plain axes: tables, [[grid.NAME]].
struct GridBlock {
  const char* name;
  const char* meaning;
};

inline constexpr std::array grid_blocks{
    GridBlock{"zip", "lists of one length, \"PATH\" = [values], that move together: one axis"},
    GridBlock{
        "random",
        "count points drawn from the experiment's seed; \"PATH\" = { uniform = [low, high] }, log_uniform, normal = "
        "[mean, std], int_uniform or choice = [values]"},
    GridBlock{"set", "where all of `when` holds, a cell also gets all of `set`; a list in `when`: any of its values"},
    GridBlock{"skip", "cells in which all of these hold are left out"},
};

/// One axis; several paths where keys move together (zip, random). points[i] holds one value for each path.
struct Axis {
  std::vector<config::Path> paths;
  std::vector<std::vector<Value>> points;
  Place place;
};

/// Cells where every `when` holds (a list: any of its values) get every `set`, or are skipped.
struct Rule {
  std::vector<config::Assignment> when;
  std::vector<config::Assignment> set;
  Place place;
};

/// Takes one of the axis' paths away.
void drop_path(Axis& axis, std::size_t number);

struct Grid {
  std::vector<Axis> axes;  ///< by position in the source; the first varies slowest
  std::vector<Rule> sets;
  std::vector<Rule> skips;
  std::vector<std::string> notices;  ///< paths that two axes vary
};

/// Where two axes vary one path, the later counts, and one from the command line before any of the file.
/// Sampled axes draw from the stream (the experiment's seed, Purpose::grid): a block's k-th point is the same whatever its count.
Grid parse_grid(const Table& experiment, std::vector<Complaint>& complaints);

/// The product's size; throws ganzoo::Error (usage) above most_cells.
std::size_t count_points(const Grid& grid);
/// Point number `index` of the product: one assignment for each path, in the order of the axes.
std::vector<config::Assignment> point(const Grid& grid, std::size_t index);

}  // namespace ganzoo::experiment
