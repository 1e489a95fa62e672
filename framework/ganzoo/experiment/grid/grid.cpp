#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/config/path.hpp>
#include <ganzoo/experiment/grid/grid.hpp>
#include <ganzoo/experiment/grid/random_axis.hpp>
#include <ganzoo/experiment/spec/assignment.hpp>
#include <ganzoo/experiment/spec/complaints.hpp>
#include <ganzoo/experiment/spec/schema.hpp>
#include <map>

namespace ganzoo::experiment {
namespace {

using Complaints = std::vector<Complaint>;

/// The values of an axis; anything else counts as a single value, so that one mistake gives one complaint.
List values_of(const std::string& name, const config::Assignment& axis, Complaints& complaints) {
  const List* list = axis.second.get_if<List>();
  if (list && !list->empty()) return *list;
  complain(complaints, axis.second.place,
           fmt::format("{}{} is {}, but must be a list of {}values", name, config::to_string(axis.first),
                       ganzoo::to_string(axis.second), list ? "one or more " : ""));
  return list ? List{} : List{axis.second};
}

void add_product(const Table& grid, Complaints& complaints, std::vector<Axis>& axes) {
  Table keys;
  for (const auto& [key, value] : grid) {
    if (std::ranges::find(grid_blocks, key, &GridBlock::name) == grid_blocks.end()) keys.set(key, value);
  }
  for (const config::Assignment& entry : flatten(keys, {}, complaints)) {
    Axis axis{.paths = {entry.first}, .points = {}, .place = entry.second.place};
    for (Value& value : values_of("grid.", entry, complaints)) axis.points.push_back({std::move(value)});
    axes.push_back(std::move(axis));
  }
}

/// The tables of [[grid.NAME]]; a single [grid.NAME] is taken as one.
List blocks(const Table& grid, const std::string& name, Complaints& complaints) {
  const Value* value = grid.find(name);
  if (!value) return {};
  if (value->get_if<Table>()) return {*value};
  List result;
  const List* list = value->get_if<List>();
  for (const Value& block : list ? *list : List{*value}) {
    if (block.get_if<Table>()) {
      result.push_back(block);
    } else {
      complain(complaints, block.place,
               fmt::format("grid.{} is {}, but must be tables [[grid.{}]]", name, ganzoo::to_string(block), name));
    }
  }
  return result;
}

Axis zip_axis(const Value& block, Complaints& complaints) {
  Axis axis{.paths = {}, .points = {}, .place = block.place};
  std::vector<List> columns;
  const std::vector<config::Assignment> entries = flatten(block.get<Table>(), {}, complaints);
  for (const config::Assignment& entry : entries) {
    axis.paths.push_back(entry.first);
    columns.push_back(values_of("grid.zip.", entry, complaints));
    if (columns.back().size() != columns.front().size()) {
      complain(
          complaints, entry.second.place,
          fmt::format("grid.zip.{} has {} values, but must have {} like grid.zip.{}", config::to_string(entry.first),
                      columns.back().size(), columns.front().size(), config::to_string(entries.front().first)));
    }
  }
  std::size_t length = columns.empty() ? 1 : columns.front().size();
  for (const List& column : columns) length = std::min(length, column.size());
  for (std::size_t i = 0; i < length; ++i) {
    axis.points.emplace_back();
    for (const List& column : columns) axis.points.back().push_back(column[i]);
  }
  if (columns.empty()) complain(complaints, block.place, "[[grid.zip]] moves no key");
  return axis;
}

/// Axes keep the order of their positions; one from the command line stays behind the axis before it.
void sort_by_place(std::vector<Axis>& axes) {
  std::vector<std::pair<std::pair<int, int>, std::size_t>> keys;
  std::pair<int, int> last{0, 0};
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (axes[i].place.line > 0) last = {axes[i].place.line, axes[i].place.column};
    keys.emplace_back(last, i);
  }
  std::sort(keys.begin(), keys.end());
  std::vector<Axis> sorted;
  for (const auto& [position, i] : keys) sorted.push_back(std::move(axes[i]));
  axes = std::move(sorted);
}

/// What a cell must hold: a component stands for its name and each parameter given.
std::vector<config::Assignment> conditions(const std::vector<config::Assignment>& assignments) {
  std::vector<config::Assignment> out;
  for (const config::Assignment& assignment : assignments) {
    const Table* component = slot_at(assignment.first) ? assignment.second.get_if<Table>() : nullptr;
    if (!component) out.push_back(assignment);
    for (const auto& [key, value] : component ? *component : Table()) {
      out.emplace_back(assignment.first, value);
      out.back().first.push_back(key);
    }
  }
  return out;
}

std::vector<config::Assignment> table_of(const Value& block, const char* key, Complaints& complaints) {
  const Value* value = block.get<Table>().find(key);
  const Table* table = value ? value->get_if<Table>() : nullptr;
  if (!table || table->empty()) {
    complain(complaints, value ? value->place : block.place,
             value ? fmt::format("grid.set.{} is {}, but must be a table of paths and values", key,
                                 ganzoo::to_string(*value))
                   : fmt::format("grid.set.{} is missing", key),
             "when = { \"divergence.name\" = \"wasserstein\" }, set = { \"scheduler.critic_steps\" = 5 }");
    return {};
  }
  return flatten(*table, {}, complaints);
}

Rule set_rule(const Value& block, Complaints& complaints) {
  for (const auto& [key, value] : block.get<Table>()) {
    if (key == "when" || key == "set") continue;
    complain(complaints, value.place, fmt::format("grid.set.{} is unknown", key), "its keys are when and set");
  }
  return {.when = conditions(table_of(block, "when", complaints)),
          .set = table_of(block, "set", complaints),
          .place = block.place};
}

/// Of two axes over one path the later counts, and one from the command line before any of the file.
bool outranks(const Axis& later, const Axis& earlier) { return later.place.line == 0 || earlier.place.line > 0; }

void settle_repeated(Grid& grid) {
  std::map<config::Path, std::size_t> holder;
  for (std::size_t a = 0; a < grid.axes.size(); ++a) {
    for (std::size_t p = grid.axes[a].paths.size(); p-- > 0;) {
      const config::Path path = grid.axes[a].paths[p];
      const auto [held, is_first] = holder.emplace(path, a);
      if (is_first) continue;
      const std::size_t loser = outranks(grid.axes[a], grid.axes[held->second]) ? held->second : a;
      held->second = loser == a ? held->second : a;
      const std::vector<config::Path>& paths = grid.axes[loser].paths;
      drop_path(grid.axes[loser],
                static_cast<std::size_t>(std::find(paths.begin(), paths.end(), path) - paths.begin()));
      grid.notices.push_back(fmt::format("the grid varies {} twice: {} counts", config::to_string(path),
                                         grid.axes[held->second].place.text()));
    }
  }
  std::erase_if(grid.axes, [](const Axis& axis) { return axis.paths.empty(); });
}

/// The experiment's own seed, 0 where it gives none.
std::uint64_t seed_of(const Table& experiment) {
  const Value* seed = experiment.find("seed");
  const std::int64_t* number = seed ? seed->get_if<std::int64_t>() : nullptr;
  return number ? static_cast<std::uint64_t>(*number) : 0;
}

}  // namespace

void drop_path(Axis& axis, std::size_t number) {
  axis.paths.erase(axis.paths.begin() + static_cast<std::ptrdiff_t>(number));
  for (std::vector<Value>& point : axis.points) point.erase(point.begin() + static_cast<std::ptrdiff_t>(number));
}

Grid parse_grid(const Table& experiment, Complaints& complaints) {
  Grid grid;
  const Value* value = experiment.find("grid");
  if (!value) return grid;
  const Table* table = value->get_if<Table>();
  if (!table) {
    complain(complaints, value->place, fmt::format("grid is {}, but must be a table", ganzoo::to_string(*value)));
    return grid;
  }
  add_product(*table, complaints, grid.axes);
  for (const Value& block : blocks(*table, "zip", complaints)) grid.axes.push_back(zip_axis(block, complaints));
  std::uint64_t number = 0;
  for (const Value& block : blocks(*table, "random", complaints)) {
    grid.axes.push_back(random_axis(block, seed_of(experiment), number++, complaints));
  }
  sort_by_place(grid.axes);
  if (complaints.empty()) settle_repeated(grid);
  for (const Value& block : blocks(*table, "set", complaints)) grid.sets.push_back(set_rule(block, complaints));
  for (const Value& block : blocks(*table, "skip", complaints)) {
    grid.skips.push_back(
        {.when = conditions(flatten(block.get<Table>(), {}, complaints)), .set = {}, .place = block.place});
    if (block.get<Table>().empty())
      complain(complaints, block.place, "[[grid.skip]] names no key, so it would skip all");
  }
  return grid;
}

std::size_t count_points(const Grid& grid) {
  std::size_t count = 1;
  for (const Axis& axis : grid.axes) {
    count *= axis.points.size();
    if (count > most_cells) {
      throw Error(Exit::usage, fmt::format("{}: the grid has more than {} cells", axis.place.text(), most_cells),
                  "[[grid.random]] samples a large space");
    }
  }
  return count;
}

std::vector<config::Assignment> point(const Grid& grid, std::size_t index) {
  std::vector<std::size_t> digits(grid.axes.size());
  for (std::size_t a = grid.axes.size(); a-- > 0;) {
    digits[a] = index % grid.axes[a].points.size();
    index /= grid.axes[a].points.size();
  }
  std::vector<config::Assignment> assignments;
  for (std::size_t a = 0; a < grid.axes.size(); ++a) {
    const Axis& axis = grid.axes[a];
    for (std::size_t p = 0; p < axis.paths.size(); ++p)
      assignments.emplace_back(axis.paths[p], axis.points[digits[a]][p]);
  }
  return assignments;
}

}  // namespace ganzoo::experiment
