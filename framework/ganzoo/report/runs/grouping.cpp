#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ganzoo/report/runs/grouping.hpp>
#include <ganzoo/report/runs/notices.hpp>
#include <map>
#include <set>

namespace ganzoo::report {
namespace {

constexpr std::array components{"data",      "generator",   "discriminator",       "divergence",
                                "scheduler", "regularizer", "optimizer.generator", "optimizer.discriminator"};

std::string raw(const Run& run, const std::string& key) {
  const Value* value = run.spec.find(key);
  return value == nullptr ? "" : to_string(*value);
}

std::size_t distinct(const std::vector<Run>& runs, const std::string& key) {
  std::set<std::string> values;
  for (const Run& run : runs) values.insert(raw(run, key));
  return values.size();
}

/// The component that a varied key stands for: its own where it is a list or the name varies; else the key itself.
std::string column_of(const std::vector<Run>& runs, const std::string& key) {
  if (is_below(key, "metrics.names")) return "metrics.names";
  for (const std::string component : components)
    if (is_below(key, component) &&
        (component == "regularizer" || key == component || distinct(runs, component + ".name") > 1))
      return component;
  return key;
}

std::vector<std::string> varied_keys(const std::vector<Run>& runs, const std::vector<std::string>& inner) {
  std::vector<std::string> columns;
  for (const std::string& key : all_keys(runs)) {
    if (key == "seed" || is_below_any(key, inner)) continue;
    const auto value = [&](const Run& run) { return run.spec.text(key); };
    const std::string* first = value(runs.front());
    const bool varies = std::ranges::any_of(runs, [&](const Run& run) {
      const std::string* other = value(run);
      return (first == nullptr) != (other == nullptr) || (first != nullptr && *first != *other);
    });
    const std::string column = varies ? column_of(runs, key) : "";
    if (varies && std::ranges::find(columns, column) == columns.end()) columns.push_back(column);
  }
  return columns;
}

/// Do runs that agree in all of `keys` agree in `key`?
bool is_determined(const std::vector<Run>& runs, const std::string& key, const std::vector<std::string>& keys) {
  std::map<std::vector<std::string>, std::string> seen;
  for (const Run& run : runs) {
    std::vector<std::string> values;
    for (const std::string& k : keys) values.push_back(raw(run, k));
    if (seen.try_emplace(values, raw(run, key)).first->second != raw(run, key)) return false;
  }
  return true;
}

/// Hides what varies only with the other columns: first what takes fewest values, of equals the last.
Keys without_determined(const std::vector<Run>& runs, std::vector<std::string> columns) {
  Keys keys{.shown = columns, .hidden = {}};
  std::ranges::reverse(columns);
  std::ranges::stable_sort(columns, {}, [&](const std::string& key) { return distinct(runs, key); });
  for (const std::string& key : columns) {
    auto others = keys.shown;
    std::erase(others, key);
    if (others.empty() || !is_determined(runs, key, others)) continue;
    keys.shown = others;
    keys.hidden.push_back(key);
  }
  return keys;
}

std::string name_in(const Table& table) {
  const Value* name = table.find("name");
  const auto* text = name == nullptr ? nullptr : name->get_if<std::string>();
  return text == nullptr ? "" : *text;
}

/// The parameters in which the tables of one name differ.
std::map<std::string, std::set<std::string>> differing(const std::vector<const Table*>& tables) {
  std::map<std::string, std::map<std::string, std::set<std::string>>> values;
  std::map<std::string, std::size_t> count;
  for (const Table* table : tables) {
    ++count[name_in(*table)];
    for (const auto& [key, value] : *table) values[name_in(*table)][key].insert(to_string(value));
  }
  std::map<std::string, std::set<std::string>> differ;
  for (const auto& [name, keys] : values)
    for (const auto& [key, set] : keys)
      if (set.size() > 1) differ[name].insert(key);
  return differ;
}

/// Every component's table in a value that is one, or a list of them.
std::vector<const Table*> tables_in(const Value* value) {
  if (value == nullptr) return {};
  if (const auto* table = value->get_if<Table>()) return {table};
  std::vector<const Table*> tables;
  if (const auto* list = value->get_if<List>())
    for (const Value& element : *list)
      if (const auto* table = element.get_if<Table>()) tables.push_back(table);
  return tables;
}

std::string label_of(const Table& table, const std::map<std::string, std::set<std::string>>& differ) {
  const std::string name = name_in(table);
  if (name.empty()) return to_string(Value(table));
  std::string inside;
  if (const auto found = differ.find(name); found != differ.end())
    for (const std::string& key : found->second) {
      const Value* value = table.find(key);
      inside +=
          fmt::format("{}{}={}", inside.empty() ? "" : ", ", key, value == nullptr ? "default" : to_string(*value));
    }
  return inside.empty() ? name : fmt::format("{}({})", name, inside);
}

std::string label_of(const Value* value, const std::map<std::string, std::set<std::string>>& differ) {
  if (value == nullptr) return "-";
  if (const auto* text = value->get_if<std::string>()) return *text;
  if (const auto* list = value->get_if<List>(); list != nullptr && list->empty()) return "none";
  const auto tables = tables_in(value);
  if (tables.empty()) return to_string(*value);
  std::string label;
  for (const Table* table : tables) label += (label.empty() ? "" : " + ") + label_of(*table, differ);
  return label;
}

}  // namespace

Keys keys_of(const std::vector<Run>& runs, const std::vector<std::string>& by, const std::vector<std::string>& inner,
             std::vector<std::string>& notices) {
  for (const std::string& key : by) require_key(runs, key);
  if (!by.empty()) return {.shown = by, .hidden = {}};
  Keys keys = without_determined(runs, varied_keys(runs, inner));
  tell(notices, keys.hidden, fmt::format(" varies too, but only with {}", fmt::join(keys.shown, ", ")),
       fmt::format("keys vary too, but only with {}", fmt::join(keys.shown, ", ")));
  return keys;
}

std::vector<std::string> labels_of(const std::vector<Run>& runs, const std::string& key) {
  std::vector<const Table*> tables;
  for (const Run& run : runs)
    for (const Table* table : tables_in(run.spec.find(key))) tables.push_back(table);
  const auto differ = differing(tables);
  std::vector<std::string> labels;
  for (const Run& run : runs) labels.push_back(label_of(run.spec.find(key), differ));
  return labels;
}

}  // namespace ganzoo::report
