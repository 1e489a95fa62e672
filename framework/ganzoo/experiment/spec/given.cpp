#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/experiment/spec/complaints.hpp>
#include <ganzoo/experiment/spec/draft.hpp>
#include <ganzoo/experiment/spec/given.hpp>
#include <ganzoo/experiment/spec/known_keys.hpp>
#include <ganzoo/experiment/spec/presence.hpp>
#include <ganzoo/experiment/spec/resolve.hpp>
#include <ganzoo/experiment/spec/schema.hpp>
#include <ganzoo/experiment/spec/short_forms.hpp>

namespace ganzoo::experiment {
namespace {

class Check {
 public:
  Check(const Catalogue& catalogue, std::vector<Complaint>& complaints) : catalogue_(catalogue), found_(complaints) {}

  void section(const Section& section, const Table& experiment) {
    const Value* value = experiment.find(section.name);
    const Table* table = section.name.empty() ? &experiment : value ? value->get_if<Table>() : nullptr;
    if (!table) return;
    Table given;
    for (const auto& [key, inner] : *table)
      if (is_sections_own(section, key)) given.set(key, inner);
    complete(known_in(section, given, found_), section.schema, section.name, found_);
  }

  void slot(const Slot& slot, const Table& experiment) {
    const Value* value = config::find(experiment, slot.path);
    if (!value) return;
    if (!slot.list) return component(slot, slot.path, *value);
    const List* list = value->get_if<List>();
    for (std::size_t i = 0; list && i < list->size(); ++i) {
      config::Path element = slot.path;
      element.push_back(std::to_string(i));
      component(slot, element, (*list)[i]);
    }
  }

  void lost() { found_.insert(found_.end(), lost_.begin(), lost_.end()); }

 private:
  /// At the root stand sections and components, too, and in [metrics] components' names.
  static bool is_sections_own(const Section& section, const std::string& key) {
    if (!section.name.empty()) return section.name != "metrics" || key != "names";
    return parameter_of(section.schema, key) != nullptr;
  }

  void component(const Slot& slot, const config::Path& path, const Value& value) {
    const Table* table = value.get_if<Table>();
    if (!table) return;
    Table given = *table;
    if (!given.find("name") && !slot.default_name.empty()) given.set("name", slot.default_name);
    const Value* name = given.find("name");
    if (name && !name->get_if<std::string>()) return;
    const KnownComponent* info = name ? known(catalogue_, slot.kind, given) : nullptr;
    if (!name) return nameless(slot, path, given);
    if (is_not_there(info, *name)) {
      if (info) found_.push_back(not_there(slot.kind, config::to_string(path), *name, info));
    } else if (info->failure.empty()) {
      parameters(slot, path, *info, given);
    }
  }

  /// Keys of the kind stay when a grid's axis names another component, which may know them; all others go.
  void parameters(const Slot& slot, const config::Path& path, const KnownComponent& info, Table given) {
    given.erase("name");
    for (const std::string& key : kind_keys(slot.kind)) {
      const Value* value = given.find(key);
      const bool has = parameter_of(info.schema, key) != nullptr;
      if (!value || (has && !slot_below(path, key, *value))) continue;
      if (!has) kind_key(slot, path, key, *value);
      given.erase(key);  // a component that stands there is checked in its own slot
    }
    complete(given, info.schema, config::to_string(path), found_);
  }

  void nameless(const Slot& slot, const config::Path& path, const Table& given) {
    const std::vector<std::string>& kinds = kind_keys(slot.kind);
    for (const auto& [key, value] : given) {
      if (std::ranges::find(kinds, key) != kinds.end()) {
        kind_key(slot, path, key, value);
      } else {
        complain(lost_, value.place,
                 fmt::format("{0}.{1} is {2}, but {0}.name must be given for it: {1} would be lost",
                             config::to_string(path), key, ganzoo::to_string(value)),
                 "a component that a grid's axis names brings its own parameters: { name = …, … }");
      }
    }
  }

  /// Wrong where no component of the kind would take it.
  void kind_key(const Slot& slot, const config::Path& path, const std::string& key, const Value& value) {
    if (slot_below(path, key, value)) return;
    Table given;
    given.set(key, value);
    std::vector<Complaint> refused;
    for (const auto& [id, info] : catalogue_) {
      const ParameterSchema* parameter = id.first == slot.kind ? parameter_of(info.schema, key) : nullptr;
      if (!parameter) continue;
      refused.clear();
      complete(given, {*parameter}, config::to_string(path), refused);
      if (refused.empty()) return;
    }
    for (Complaint& complaint : refused) found_.push_back(std::move(complaint));
  }

  const Catalogue& catalogue_;
  std::vector<Complaint>& found_;
  std::vector<Complaint> lost_;  ///< where a name is missing in every cell, too, that is the better complaint
};

}  // namespace

void check_given(const Table& experiment, const Catalogue& catalogue, std::vector<Complaint>& complaints) {
  Table spelled = experiment;
  spell_out_components(spelled);
  std::vector<Complaint> found;
  Check check(catalogue, found);
  for (const Section& section : sections()) check.section(section, spelled);
  for (const Slot& slot : slots()) check.slot(slot, spelled);
  if (complaints.empty() && found.empty()) check.lost();
  for (Complaint& complaint : found) add_new(complaints, std::move(complaint));
}

}  // namespace ganzoo::experiment
