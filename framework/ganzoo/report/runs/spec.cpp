#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ganzoo/config/json.hpp>
#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/sha256.hpp>
#include <ganzoo/core/text.hpp>
#include <ganzoo/report/runs/json_entries.hpp>
#include <ganzoo/report/runs/spec.hpp>
#include <set>

namespace ganzoo::report {
namespace {

/// Sections that change no number, and keys of [metrics] that do not.
constexpr std::array<std::string_view, 4> left_out{"title", "tuned_on", "log", "plugins"};
constexpr std::array measured_besides{"floor", "select"};

void flatten(const std::string& path, const Value& value, Section& section) {
  const auto* table = value.get_if<Table>();
  const auto* list = value.get_if<List>();
  if (table != nullptr) {
    for (const auto& [key, inner] : *table) flatten(path + "." + key, inner, section);
  } else if (list != nullptr && !list->empty() && list->front().get_if<Table>() != nullptr) {
    for (std::size_t i = 0; i < list->size(); ++i) flatten(fmt::format("{}[{}]", path, i), (*list)[i], section);
  } else {
    section.leaves.emplace_back(path, to_string(value));
  }
}

/// Keys and texts that no terminal is steered by.
Value shown(const Value& value) {
  if (const auto* text = value.get_if<std::string>()) return on_one_line(*text);
  if (const auto* list = value.get_if<List>()) {
    List out;
    for (const Value& inner : *list) out.push_back(shown(inner));
    return out;
  }
  const auto* table = value.get_if<Table>();
  if (table == nullptr) return value;
  Table out;
  for (const auto& [key, inner] : *table) out.set(on_one_line(key), shown(inner));
  return out;
}

std::shared_ptr<const Section> make_section(std::string name, Value value) {
  auto section = std::make_shared<Section>();
  section->name = name;
  flatten(name, value, *section);
  section->whole.set(std::move(name), std::move(value));
  auto lines = section->leaves;
  std::ranges::sort(lines);
  for (const auto& [key, text] : lines) section->sorted += fmt::format("{} = {}\n", key, text);
  return section;
}

/// Null where it changes no number.
std::shared_ptr<const Section> resolved_section(const std::string& key, const Value& value) {
  std::string name = on_one_line(key);
  if (std::ranges::find(left_out, name) != left_out.end()) return nullptr;
  Value clean = shown(value);
  if (Table* table = clean.get_if<Table>(); table != nullptr && name == "metrics")
    for (const char* besides : measured_besides) table->erase(besides);
  return make_section(std::move(name), std::move(clean));
}

bool are_named_differently(const std::vector<std::shared_ptr<const Section>>& sections) {
  std::set<std::string_view> names;
  return std::ranges::all_of(sections, [&](const auto& section) { return names.insert(section->name).second; });
}

}  // namespace

const std::shared_ptr<const Section>* Spec::section_of(std::string_view key) const {
  const std::string_view name = key.substr(0, key.find_first_of(".["));
  const auto found = std::ranges::find_if(sections_, [&](const auto& section) { return section->name == name; });
  return found == sections_.end() ? nullptr : &*found;
}

const Value* Spec::find(const std::string& key) const {
  const auto* section = section_of(key);
  const auto path = section == nullptr ? std::nullopt : config::parse_path(key);
  return path ? config::find((*section)->whole, *path) : nullptr;
}

const std::string* Spec::text(const std::string& key) const {
  const auto* section = section_of(key);
  if (section == nullptr) return nullptr;
  for (const auto& [path, text] : (*section)->leaves)
    if (path == key) return &text;
  return nullptr;
}

void Spec::set(const std::string& key, const Value& value) {
  const auto* held = section_of(key);
  if (held == nullptr) return;
  Table whole = (*held)->whole;
  config::set(whole, config::parse_path(key).value(), value);
  auto changed = make_section((*held)->name, *whole.find((*held)->name));
  *std::ranges::find(sections_, *held) = std::move(changed);
}

void Spec::add(const std::string& name, Value value) { sections_.push_back(make_section(name, std::move(value))); }

std::string Spec::sha256() const {
  std::vector<const Section*> sorted;
  for (const auto& section : sections_) sorted.push_back(section.get());
  std::ranges::sort(sorted, {}, &Section::name);
  std::string all;
  for (const Section* section : sorted) all += section->sorted;
  return ganzoo::sha256(all);
}

std::shared_ptr<const Section> SpecReader::section(std::string_view entry) {
  std::string text(entry);
  if (const auto found = known_.find(text); found != known_.end()) return found->second;
  const Table table = config::from_json("{" + text + "}");
  auto section = table.size() == 1 ? resolved_section(table.begin()->first, table.begin()->second) : nullptr;
  if (table.size() != 1) throw Error(Exit::corrupt, "the text is not JSON");
  known_.emplace(std::move(text), section);
  return section;
}

Spec SpecReader::read(const std::string& json) {
  Spec spec;
  if (const auto entries = json_entries(json))
    for (const std::string_view entry : *entries)
      if (auto one = section(entry)) spec.sections_.push_back(std::move(one));
  if (!spec.sections_.empty() && are_named_differently(spec.sections_)) return spec;
  spec.sections_.clear();  // what is twice there, or is no object
  const Table table = config::from_json(json);
  for (const auto& [key, value] : table)
    if (auto one = resolved_section(key, value)) spec.sections_.push_back(std::move(one));
  return spec;
}

}  // namespace ganzoo::report
