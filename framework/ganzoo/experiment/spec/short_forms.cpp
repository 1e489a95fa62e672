#include <ganzoo/experiment/spec/schema.hpp>
#include <ganzoo/experiment/spec/short_forms.hpp>

namespace ganzoo::experiment {
namespace {

Value as_component_list(Value value) {
  const Place place = value.place;
  if (value.get_if<std::string>() || value.get_if<Table>()) value = List{std::move(value)};
  value.place = place;
  if (List* list = value.get_if<List>()) {
    for (Value& element : *list) element = as_component(std::move(element));
  }
  return value;
}

}  // namespace

Value as_component(Value value) {
  if (!value.get_if<std::string>()) return value;
  Table table;
  const Place place = value.place;
  table.set("name", std::move(value));
  Value component{std::move(table)};
  component.place = place;
  return component;
}

Value spelled_out(const config::Path& path, Value value) {
  const Slot* slot = slot_at(path);
  if (!slot || slot->only_as_table) return value;
  return slot->list && path.size() == slot->path.size() ? as_component_list(std::move(value))
                                                        : as_component(std::move(value));
}

void spell_out_components(Table& experiment) {
  for (const Slot& slot : slots()) {
    if (const Value* value = config::find(experiment, slot.path))
      config::set(experiment, slot.path, spelled_out(slot.path, *value));
  }
}

}  // namespace ganzoo::experiment
