#include <fmt/format.h>

#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/experiment/grid/replaced_axes.hpp>
#include <ganzoo/experiment/grid/winners.hpp>

namespace ganzoo::experiment {
namespace {

[[noreturn]] void refuse(const Place& place, const std::string& what) {
  throw Error(Exit::usage, fmt::format("{}: {}, but winners are tuned_on and [[grid.zip]] alone", place.text(), what),
              "`ganzoo compare … --tune KEYS --write-winners FILE` writes such a file");
}

/// The blocks of [[grid.zip]]; throws where there is something else.
List zip_of(const Table& winners, const std::string& name) {
  List blocks;
  for (const auto& [key, value] : winners) {
    const Table* grid = value.get_if<Table>();
    if (key != "tuned_on" && !(key == "grid" && grid)) refuse(value.place, key + " is given");
    for (const auto& [inner, block] : grid ? *grid : Table()) {
      const List* list = block.get_if<List>();
      if (inner != "zip" || !list) refuse(block.place, fmt::format("grid.{} is given", inner));
      blocks.insert(blocks.end(), list->begin(), list->end());
    }
  }
  if (blocks.empty() || !winners.find("tuned_on"))
    throw Error(Exit::usage,
                fmt::format("{} has no {}, but winners have both", name, blocks.empty() ? "[[grid.zip]]" : "tuned_on"));
  return blocks;
}

void append(Table& experiment, const List& blocks) {
  const config::Path path{"grid", "zip"};
  const Value* there = config::find(experiment, path);
  List all;
  if (const List* list = there ? there->get_if<List>() : nullptr)
    all = *list;
  else if (there)
    all.push_back(*there);
  all.insert(all.end(), blocks.begin(), blocks.end());
  config::set(experiment, path, Value(all));
}

}  // namespace

std::vector<std::string> lay_winners(Table& experiment, const Table& winners, const std::string& name) {
  const List blocks = zip_of(winners, name);
  std::vector<std::string> notices;
  for (const Value& block : blocks)
    for (const auto& [key, value] : block.get<Table>())
      if (const auto path = config::parse_path(key))
        for (std::string& notice : replace_axis(experiment, *path, name)) notices.push_back(std::move(notice));
  append(experiment, blocks);
  experiment.set("tuned_on", *winners.find("tuned_on"));
  return notices;
}

}  // namespace ganzoo::experiment
