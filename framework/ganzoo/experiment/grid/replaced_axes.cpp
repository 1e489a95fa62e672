#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/config/path.hpp>
#include <ganzoo/experiment/grid/replaced_axes.hpp>
#include <ganzoo/experiment/spec/override.hpp>
#include <optional>

namespace ganzoo::experiment {
namespace {

/// The key `path` out of a table of axes, whether it stands as a dotted key or in nested tables; where it stood.
std::optional<Place> take(Table& axes, const config::Path& path) {
  for (auto& [key, value] : axes) {
    const config::Path part = config::parse_path(key).value_or(config::Path());
    if (part.empty() || part.size() > path.size() || !std::equal(part.begin(), part.end(), path.begin())) continue;
    const Place place = value.place;
    const std::string found = key;
    if (part.size() == path.size()) return axes.erase(found), place;
    Table* inner = value.get_if<Table>();
    const auto taken =
        inner ? take(*inner, config::Path(path.begin() + static_cast<std::ptrdiff_t>(part.size()), path.end()))
              : std::nullopt;
    if (taken && inner->empty()) axes.erase(found);
    if (taken) return taken;
  }
  return std::nullopt;
}

/// The same out of the blocks of [[grid.zip]] or [[grid.random]]; a block that then varies nothing goes with it.
std::optional<Place> take(Value& blocks, const config::Path& path) {
  if (Table* one = blocks.get_if<Table>()) return take(*one, path);
  List* list = blocks.get_if<List>();
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    Table* block = (*list)[i].get_if<Table>();
    const auto taken = block ? take(*block, path) : std::nullopt;
    if (!taken) continue;
    if (block->size() == (block->find("count") ? 1U : 0U)) list->erase(list->begin() + static_cast<std::ptrdiff_t>(i));
    return taken;
  }
  return std::nullopt;
}

bool is_empty(const Value& blocks) {
  const Table* table = blocks.get_if<Table>();
  const List* list = blocks.get_if<List>();
  return (table && table->size() == (table->find("count") ? 1U : 0U)) || (list && list->empty());
}

std::optional<Place> take_from_grid(Table& grid, const config::Path& path) {
  for (const char* name : {"zip", "random"}) {
    Value* blocks = grid.find(name);
    const auto taken = blocks ? take(*blocks, path) : std::nullopt;
    if (taken && is_empty(*blocks)) grid.erase(name);
    if (taken) return taken;
  }
  return take(grid, path);
}

}  // namespace

std::vector<std::string> replace_axis(Table& experiment, const config::Path& path, const std::string& by) {
  std::vector<std::string> notices;
  Value* value = experiment.find("grid");
  Table* grid = value ? value->get_if<Table>() : nullptr;
  while (const auto place = grid ? take_from_grid(*grid, path) : std::nullopt)
    notices.push_back(
        fmt::format("{} replaces the grid's axis over {} ({})", by, config::to_string(path), place->text()));
  if (grid && grid->empty()) experiment.erase("grid");
  return notices;
}

std::vector<std::string> replace_axes(Table& experiment, const std::vector<std::string>& overrides) {
  std::vector<std::string> notices;
  for (const std::string& assignment : overrides) {
    const config::Path path = parse_override(assignment).first;
    if (path.front() == "grid") continue;
    for (std::string& notice : replace_axis(experiment, path, assignment)) notices.push_back(std::move(notice));
  }
  return notices;
}

}  // namespace ganzoo::experiment
