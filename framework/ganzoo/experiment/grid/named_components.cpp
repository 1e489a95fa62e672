#include <ganzoo/config/path.hpp>
#include <ganzoo/experiment/grid/grid.hpp>
#include <ganzoo/experiment/grid/named_components.hpp>
#include <ganzoo/experiment/spec/assignment.hpp>
#include <ganzoo/experiment/spec/component_name.hpp>
#include <ganzoo/experiment/spec/schema.hpp>
#include <set>

namespace ganzoo::experiment {
namespace {

using Names = std::set<std::pair<Kind, std::string>>;

void add_name(Kind kind, const Value& name, Names& names) {
  const std::string* text = name.get_if<std::string>();
  if (text && !text->empty()) names.emplace(kind, component_name(name));
}

/// What may stand in a slot: a name, a table with a name, or a list of either; and below a table further components.
void add_component(const Slot& slot, const Value& value, Names& names) {
  if (!slot.only_as_table) add_name(slot.kind, value, names);
  if (const Table* table = value.get_if<Table>()) {
    if (const Value* name = table->find("name")) add_name(slot.kind, *name, names);
    for (const auto& [key, inner] : *table)
      if (const Slot* below = slot_below(slot.path, key, inner)) add_component(*below, inner, names);
  } else if (const List* list = value.get_if<List>()) {
    for (const Value& element : *list) add_component(slot, element, names);
  }
}

/// What a grid assigns to a path, where that is a component, its name, or a section that holds components.
void add_assigned(const config::Path& path, const Value& value, Names& names) {
  if (const Slot* slot = slot_at(path)) return add_component(*slot, value, names);
  if (path.back() == "name" && path.size() > 1) {
    if (const Slot* slot = slot_at(config::Path(path.begin(), path.end() - 1))) add_name(slot->kind, value, names);
  }
  const Table* table = value.get_if<Table>();
  if (!table) return;
  std::vector<Complaint> none;
  for (const config::Assignment& inner : flatten(*table, path, none)) add_assigned(inner.first, inner.second, names);
}

}  // namespace

std::vector<std::pair<Kind, std::string>> named_components(const Table& experiment) {
  Names names;
  for (const Slot& slot : slots()) {
    const Value* value = config::find(experiment, slot.path);
    if (value) add_component(slot, *value, names);
    if (!slot.default_name.empty()) add_name(slot.kind, slot.default_name, names);
  }
  std::vector<Complaint> none;
  const Grid grid = parse_grid(experiment, none);
  for (const Axis& axis : grid.axes) {
    for (const std::vector<Value>& point : axis.points) {
      for (std::size_t i = 0; i < point.size(); ++i) add_assigned(axis.paths[i], point[i], names);
    }
  }
  for (const Rule& rule : grid.sets) {
    for (const config::Assignment& change : rule.set) add_assigned(change.first, change.second, names);
  }
  return {names.begin(), names.end()};
}

}  // namespace ganzoo::experiment
