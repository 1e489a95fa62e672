#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/experiment/spec/catalogue.hpp>
#include <ganzoo/experiment/spec/complaints.hpp>
#include <ganzoo/experiment/spec/component_name.hpp>
#include <ganzoo/experiment/spec/known_keys.hpp>
#include <ganzoo/experiment/spec/length.hpp>
#include <ganzoo/experiment/spec/presence.hpp>
#include <ganzoo/experiment/spec/resolve.hpp>

namespace ganzoo::experiment {
namespace {

/// No result hangs on these.
bool is_hashed(const std::string& path) {
  return path != "title" && path != "tuned_on" && path != "plugins.paths" && path != "log.commit";
}

std::string file_of(const Table& table) { return table.empty() ? "" : table.begin()->second.place.file; }

/// Keys of inner tables sorted, so that their order does not matter.
Value sorted(const Value& value) {
  const Table* table = value.get_if<Table>();
  if (!table) return value;
  std::vector<std::pair<std::string, Value>> entries(table->begin(), table->end());
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Table result;
  for (auto& [key, inner] : entries) result.set(key, sorted(inner));
  return result;
}

class Resolver {
 public:
  Resolver(Draft& draft, const Catalogue& catalogue, std::vector<Complaint>& complaints)
      : draft_(draft), catalogue_(catalogue), complaints_(complaints) {}

  Resolved run() {
    check_keys(draft_.table, "", root_keys(), complaints_);
    add_root();
    find_critic();
    for (const char* name : {"data", "generator", "discriminator", "divergence"}) add_slot({name});
    add_list({"regularizer"});
    add_slot({"scheduler"});
    add_optimizers();
    for (const Section& section : sections()) {
      if (!section.name.empty()) add_section(section);
    }
    std::sort(lines_.begin(), lines_.end());
    for (const std::string& line : lines_) result_.canonical += line + "\n";
    return std::move(result_);
  }

 private:
  void complain_of(const Value& value, const std::string& message, std::string hint = {}) {
    complain(complaints_, value.place, message, std::move(hint));
  }

  void refuse(const std::string& path, const Value& value, const std::string& property, std::string hint = {}) {
    complain_of(value, fmt::format("{} is {}, but must be {}", path, ganzoo::to_string(value), property),
                std::move(hint));
  }

  void missing(const std::string& path, std::string hint) {
    complain(complaints_, {.file = file_of(draft_.table)}, path + " is missing, but must be given", std::move(hint));
  }

  void differs(const std::string& path, const Value& value) {
    if (is_hashed(path)) lines_.push_back(path + " = " + ganzoo::to_string(sorted(value)));
  }

  void add_root() {
    const Section& root = sections().front();
    Table given;
    for (const ParameterSchema& parameter : root.schema) {
      if (const Value* value = draft_.table.find(parameter.name)) given.set(parameter.name, *value);
    }
    check_title(given.find("title"));
    const Value *steps = given.find("steps"), *epochs = given.find("epochs");
    if (!steps && !epochs) missing("steps", "steps = 20_000, or epochs = 20 for finite data");
    if (steps && epochs) complain_of(*epochs, "epochs and steps are both given, but one must be");
    Table complete_root = complete(given, root.schema, "", complaints_);
    for (const auto& [key, value] : complete_root) {
      if (!value.is_null()) add_value(root, key, value, result_.spec);
    }
  }

  void check_title(const Value* title) {
    if (!title) return missing("title", "title = \"ring8\" names the experiment and its folder");
    const std::string* text = title->get_if<std::string>();
    if (!text) return;
    const bool plain =
        std::none_of(text->begin(), text->end(), [](unsigned char c) { return c < 0x20 || c == 0x7f || c == '/'; });
    if (text->empty() || text->size() > 100 || text->front() == '.' || !plain) {
      refuse("title", *title, "the name of a folder: 1 to 100 bytes, no '/', no dot in front");
    }
  }

  void add_value(const Section& section, const std::string& key, const Value& value, Table& out) {
    const ParameterSchema* parameter = parameter_of(section.schema, key);
    const std::string path = section.name.empty() ? key : section.name + "." + key;
    if (parameter && !(value == parameter->default_value)) differs(path, value);
    out.set(key, value);
  }

  void add_section(const Section& section) {
    Table given = table_at(section.name);
    Table out;
    if (section.name == "metrics") given.erase("names");
    for (const auto& [key, value] :
         complete(known_in(section, given, complaints_), section.schema, section.name, complaints_)) {
      add_value(section, key, value, out);
    }
    if (section.name == "metrics") {
      const Value every = *out.find("every");
      const std::int64_t usual = default_every(draft_.table);
      if (every == Value(0)) out.set("every", usual);
      if (every == Value(usual))
        std::erase_if(lines_, [](const std::string& line) { return line.starts_with("metrics.every = "); });
    }
    if (section.name == "plugins" && given.find("paths")) make_absolute(*out.find("paths"), given.find("paths")->place);
    result_.spec.set(section.name, std::move(out));
    if (section.name == "metrics") add_list({"metrics", "names"});
  }

  void make_absolute(Value& paths, const Place& place) {
    for (Value& path : *paths.get_if<List>()) path = absolute_path(path.get<std::string>(), place);
  }

  /// The table at the root, empty where there is none or where it is something else.
  Table table_at(const std::string& name) {
    const Value* value = draft_.table.find(name);
    if (!value) return {};
    if (const Table* table = value->get_if<Table>()) return *table;
    refuse(name, *value, "a table");
    return {};
  }

  /// Whether the divergence uses a critic at all; where it does not, what belongs to the critic is dropped.
  void find_critic() {
    const Slot& divergence = *slot_at({"divergence"});
    needs_critic_ = trait(catalogue_, draft_.table, divergence, "needs_critic", true);
    if (needs_critic_) return;
    for (const config::Path& path :
         {config::Path{"discriminator"}, config::Path{"regularizer"}, config::Path{"optimizer", "discriminator"}}) {
      const Value* value = config::find(draft_.table, path);
      const List* list = value ? value->get_if<List>() : nullptr;
      if (value && !(list && list->empty())) result_.ignored.push_back(config::to_string(path));
    }
  }

  void add_slot(const config::Path& path) {
    const Slot& slot = *slot_at(path);
    if (!needs_critic_ && path.back() == "discriminator") return;
    const Value* value = config::find(draft_.table, path);
    if (!value && slot.default_name.empty()) return missing_component(slot);
    Value given = value ? *value : Value(Table());
    if (Table* table = given.get_if<Table>(); table && !slot.default_name.empty() && !table->find("name")) {
      table->set("name", slot.default_name);
    }
    config::set(result_.spec, path, component(slot, path, given));
  }

  void missing_component(const Slot& slot) {
    const std::string name = config::to_string(slot.path);
    if (slot.kind == Kind::discriminator) {
      const Value* divergence = config::find(draft_.table, {"divergence", "name"});
      if (!divergence) return;  // that one is complained of already, and may need no critic
      return complain_of(
          *divergence,
          fmt::format("discriminator is missing, but divergence {} needs a critic", ganzoo::to_string(*divergence)),
          "[discriminator] name = \"mlp\"");
    }
    missing(name, fmt::format("[{}] with name = … ; `ganzoo list {}` shows them", name, name));
  }

  void add_list(const config::Path& path) {
    const Slot& slot = *slot_at(path);
    List out;
    const Value* value = config::find(draft_.table, path);
    if (value && !(slot.kind == Kind::regularizer && !needs_critic_)) {
      const List* list = value->get_if<List>();
      if (!list) refuse(config::to_string(path), *value, "a list of components");
      for (std::size_t i = 0; list && i < list->size(); ++i) {
        config::Path element = path;
        element.push_back(std::to_string(i));
        out.push_back(component(slot, element, (*list)[i]));
      }
    }
    config::set(result_.spec, path, out);
  }

  void add_optimizers() {
    check_keys(table_at("optimizer"), "optimizer.", {"generator", "discriminator"}, complaints_);
    for (const char* player : {"generator", "discriminator"}) add_slot({"optimizer", player});
  }

  /// The component with its name and every parameter; as given where that cannot be said.
  Value component(const Slot& slot, const config::Path& path, const Value& given) {
    const std::string where = config::to_string(path);
    const Table* table = given.get_if<Table>();
    const Value* name = table ? table->find("name") : nullptr;
    if (!table) return refuse(where, given, "a name, or a table with a name"), given;
    if (!name) return complain_of(given, where + ".name is missing, but must be given"), given;
    if (!name->get_if<std::string>()) return refuse(where + ".name", *name, "a string"), given;
    const KnownComponent* info = known(catalogue_, slot.kind, *table);
    if (is_not_there(info, *name)) return complaints_.push_back(not_there(slot.kind, where, *name, info)), given;
    Table out;
    Value resolved_name{component_name(*name)};
    resolved_name.place = name->place;
    out.set("name", std::move(resolved_name));
    differs(where + ".name", *name);
    differs(where + ".version", Value(info->version));
    if (!info->failure.empty()) {
      fail(slot, *name, *info);
      for (const auto& [key, value] : *table) {
        if (key != "name") differs(where + "." + key, value), out.set(key, value);
      }
    } else {
      add_parameters(*info, slot, path, *table, out);
    }
    Value result{std::move(out)};
    result.place = given.place;
    return result;
  }

  void fail(const Slot& slot, const Value& name, const KnownComponent& info) {
    if (!result_.failure.empty()) return;
    const std::string who = fmt::format("{} {}: ", name_of(slot.kind), name.get<std::string>());
    result_.failure = info.failure.starts_with(who) ? info.failure : who + info.failure;
    result_.outside = info.outside;
    if (!info.hint.empty()) result_.failure += " (" + info.hint + ")";
  }

  void add_parameters(const KnownComponent& info, const Slot& slot, const config::Path& path, const Table& given,
                      Table& out) {
    const std::string where = config::to_string(path);
    Table own = given;
    own.erase("name");
    const Table inner = take_components(info, path, own);
    if (slot.only_as_table && parameter_of(info.schema, "link") && !own.find("link")) own.set("link", "log_ratio");
    for (const auto& [key, value] : complete(own, info.schema, where, complaints_)) {
      const ParameterSchema& parameter = *parameter_of(info.schema, key);
      const Value* written = parameter.type == ParameterSchema::Type::file ? own.find(key) : nullptr;
      if (!(value == parameter.default_value)) differs(where + "." + key, written ? *written : value);
      out.set(key, value);
    }
    for (const auto& [key, value] : inner) {
      config::Path below = path;
      below.push_back(key);
      out.set(key, component(*slot_at(below), below, value));
    }
  }

  /// Takes out what stands as a component where this one has a parameter.
  static Table take_components(const KnownComponent& info, const config::Path& path, Table& own) {
    Table inner;
    for (const auto& [key, value] : own)
      if (slot_below(path, key, value) && parameter_of(info.schema, key)) inner.set(key, value);
    for (const auto& [key, value] : inner) own.erase(key);
    return inner;
  }

  Draft& draft_;
  const Catalogue& catalogue_;
  std::vector<Complaint>& complaints_;
  Resolved result_;
  std::vector<std::string> lines_;
  bool needs_critic_ = true;
};

}  // namespace

Resolved resolve(Draft draft, const Catalogue& catalogue, std::vector<Complaint>& complaints) {
  std::vector<std::string> ignored;
  drop_inapplicable(draft, catalogue, ignored);
  const std::size_t before = complaints.size();
  Resolved resolved = Resolver(draft, catalogue, complaints).run();
  resolved.ignored.insert(resolved.ignored.begin(), ignored.begin(), ignored.end());
  if (complaints.size() == before) check_sound(resolved.spec, draft, catalogue, complaints);
  return resolved;
}

}  // namespace ganzoo::experiment
