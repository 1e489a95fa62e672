#include <algorithm>
#include <ganzoo/config/path.hpp>
#include <ganzoo/experiment/spec/assignment.hpp>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/experiment/spec/component_name.hpp>
#include <ganzoo/experiment/spec/draft.hpp>
#include <ganzoo/experiment/spec/length.hpp>
#include <ganzoo/experiment/spec/schema.hpp>
#include <ganzoo/experiment/spec/short_forms.hpp>

namespace ganzoo::experiment {
namespace {

/// The slot whose component this path names as a whole (`divergence`, `divergence.name`), or null.
const Slot* named_slot(const config::Path& path) {
  const Slot* slot = slot_at(path);
  if (slot || path.size() < 2 || path.back() != "name") return slot;
  return slot_at(config::Path(path.begin(), path.end() - 1));
}

/// Components before their parameters: the depth of a `….name` is its component's.
std::size_t depth(const config::Path& path) {
  return path.size() - (path.back() == "name" && named_slot(path) ? 1 : 0);
}

/// A component counts as its name.
const Value& name_or_value(const Value& value) {
  const Table* table = value.get_if<Table>();
  const Value* name = table ? table->find("name") : nullptr;
  return name ? *name : value;
}

bool same(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return a.number() == b.number();
  const List *x = a.get_if<List>(), *y = b.get_if<List>();
  if (x && y) return std::equal(x->begin(), x->end(), y->begin(), y->end(), same);
  return a == b || (b.get_if<std::string>() && name_or_value(a) == b);
}

/// `wanted` may list several values; a list of components holds a wanted name anywhere.
bool agrees(const Value& actual, const Value& wanted, bool component_list) {
  if (same(actual, wanted)) return true;
  if (const List* several = wanted.get_if<List>()) {
    return std::any_of(several->begin(), several->end(),
                       [&](const Value& w) { return agrees(actual, w, component_list); });
  }
  const List* components = component_list ? actual.get_if<List>() : nullptr;
  return components &&
         std::any_of(components->begin(), components->end(), [&](const Value& c) { return same(c, wanted); });
}

config::Path joined(config::Path path, const std::string& key) {
  path.push_back(key);
  return path;
}

}  // namespace

const KnownComponent* known(const Catalogue& catalogue, Kind kind, const Table& component) {
  const Value* name = component.find("name");
  if (!name || !name->get_if<std::string>()) return nullptr;
  const auto found = catalogue.find({kind, component_name(*name)});
  return found == catalogue.end() ? nullptr : &found->second;
}

const ParameterSchema* parameter_of(const Schema& schema, const std::string& name) {
  const auto found =
      std::find_if(schema.begin(), schema.end(), [&](const ParameterSchema& p) { return p.name == name; });
  return found == schema.end() ? nullptr : &*found;
}

Draft::Draft(const Table& experiment, const Catalogue& catalogue) : table(experiment), catalogue_(&catalogue) {
  for (const char* about_cells : {"grid", "search"}) table.erase(about_cells);
  table.erase("published");  // what a paper says of it: for `ganzoo reproduce`
  spell_out_components(table);
  for (const auto& [key, value] : table)
    for_each_given({key}, value, [&](const config::Path& path, const Value&) { overridden_.insert(path); });
  inherit_from_file();
}

void Draft::inherit_from_file() {
  for (const Slot& slot : slots()) {
    const Value* value = config::find(table, slot.path);
    const Table* component = value ? value->get_if<Table>() : nullptr;
    const Value* name = component ? component->find("name") : nullptr;
    if (!name || name->place.file != command_line) continue;
    for (const std::string& key : kind_keys(slot.kind)) {
      const Value* given = component->find(key);
      if (given && given->place.file != command_line) inherited.insert(joined(slot.path, key));
    }
  }
}

std::vector<config::Assignment> Draft::assign(std::vector<config::Assignment> assignments) {
  std::stable_sort(
      assignments.begin(), assignments.end(),
      [](const config::Assignment& a, const config::Assignment& b) { return depth(a.first) < depth(b.first); });
  std::vector<config::Assignment> refused;
  for (config::Assignment& assignment : assignments) {
    assigned_ = assignment.first;
    if (!assign_one(assignment.first, assignment.second)) refused.push_back(std::move(assignment));
  }
  return refused;
}

bool Draft::assign_one(const config::Path& path, const Value& value) {
  const Slot* slot = named_slot(path);
  const bool names = slot && path != slot->path;
  const Value given = names && slot->only_as_table ? as_component(value) : spelled_out(slot ? slot->path : path, value);
  const Table* component = given.get_if<Table>();
  if (slot && !slot->list && component && component->find("name")) {
    if (path == slot->path || !is_named(slot->path, value)) replace(slot->path, given);
    return true;
  }
  if (component && leads_further(path, *component)) {
    std::vector<Complaint> none;
    return assign(flatten(*component, path, none)).empty();
  }
  inherited.erase(path);
  if (path.size() == 1) {
    for (const char* other : {"steps", "epochs"})
      if (is_other_length(path.front(), other)) undo({other}, table.find(other));
    drop_other_length(table, path.front());
  }
  undo(path, config::find(table, path));
  return config::set(table, path, spelled_out(path, value));
}

bool Draft::is_named(const config::Path& slot, const Value& name) const {
  const Value* present = config::find(table, slot);
  return present && name_or_value(*present) == name;
}

void Draft::replace(const config::Path& slot, Value component) {
  const Value* before = config::find(table, slot);
  const Table* old = before ? before->get_if<Table>() : nullptr;
  Table& entries = *component.get_if<Table>();
  std::set<config::Path> left;
  for (const auto& [key, value] : old ? *old : Table()) {
    if (entries.find(key) || !is_kind_key(slot_at(slot)->kind, key)) {
      undo(joined(slot, key), &value);
      continue;
    }
    entries.set(key, value);
    left.insert(joined(slot, key));
  }
  for (const auto& [key, value] : entries) {
    if (!left.count(joined(slot, key))) inherited.erase(joined(slot, key));
  }
  inherited.insert(left.begin(), left.end());
  config::set(table, slot, component);
}

template <class Act>
void Draft::for_each_given(const config::Path& path, const Value& value, const Act& act) {
  const List* list = value.get_if<List>();
  if (const Table* inner = value.get_if<Table>()) {
    for (const auto& [key, part] : *inner) for_each_given(joined(path, key), part, act);
  } else if (list && !list->empty() && list->front().get_if<Table>()) {
    for (std::size_t i = 0; i < list->size(); ++i) for_each_given(joined(path, std::to_string(i)), (*list)[i], act);
  } else if (value.place.file == command_line) {
    act(path, value);
  }
}

void Draft::undo(const config::Path& path, const Value* value) {
  if (!value) return;
  for_each_given(path, *value, [&](const config::Path& given, const Value& what) {
    if (overridden_.erase(given) > 0) undone.push_back({given, what, assigned_});
  });
}

bool Draft::is_kind_key(Kind kind, const std::string& key) const {
  return std::any_of(catalogue_->begin(), catalogue_->end(), [&](const auto& entry) {
    const ParameterSchema* parameter = entry.first.first == kind ? parameter_of(entry.second.schema, key) : nullptr;
    return parameter && parameter->kind_key;
  });
}

Value Draft::default_at(const config::Path& path) const {
  for (const Slot& slot : slots()) {
    const std::size_t length = slot.path.size();
    if (path.size() < length || !std::equal(slot.path.begin(), slot.path.end(), path.begin())) continue;
    if (slot.list) return path.size() == length ? Value(List()) : Value();
    Table component;
    const Value* present = config::find(table, slot.path);
    if (present && present->get_if<Table>()) component = present->get<Table>();
    if (!component.find("name")) component.set("name", slot.default_name);
    if (path.size() == length) return component;
    if (path.size() != length + 1) return {};
    if (path.back() == "name") return *component.find("name");
    const KnownComponent* info = known(*catalogue_, slot.kind, component);
    const ParameterSchema* parameter = info ? parameter_of(info->schema, path.back()) : nullptr;
    return parameter ? parameter->default_value : Value();
  }
  if (path == config::Path{"metrics", "every"}) return default_every(table);
  for (const Section& section : sections()) {
    if (section.name.empty() ? path.size() != 1 : path.size() != 2 || path.front() != section.name) continue;
    if (const ParameterSchema* parameter = parameter_of(section.schema, path.back())) return parameter->default_value;
  }
  return {};
}

bool Draft::matches(const std::vector<config::Assignment>& when) const {
  return std::all_of(when.begin(), when.end(), [&](const config::Assignment& wanted) {
    const Value* present = config::find(table, wanted.first);
    const Value actual = present ? *present : default_at(wanted.first);
    const Slot* slot = slot_at(wanted.first);
    return !actual.is_null() && agrees(actual, wanted.second, slot && slot->list && wanted.first == slot->path);
  });
}

}  // namespace ganzoo::experiment
