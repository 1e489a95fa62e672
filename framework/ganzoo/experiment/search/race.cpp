#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ganzoo/config/path.hpp>
#include <ganzoo/core/error.hpp>
#include <ganzoo/core/sha256.hpp>
#include <ganzoo/experiment/search/race.hpp>
#include <map>
#include <set>

namespace ganzoo::experiment {
namespace {

using Within = std::vector<std::pair<std::string, std::string>>;

std::string text_at(const Cell& cell, const std::string& key) {
  const Value* value = config::find(cell.spec, config::parse_path(key).value());
  return value ? to_string(*value) : "";
}

/// A component, or a text, by its name.
std::string label_of(const Cell& cell, const std::string& key) {
  const Value* value = config::find(cell.spec, config::parse_path(key).value());
  if (const Table* table = value ? value->get_if<Table>() : nullptr) value = table->find("name");
  const auto* text = value ? value->get_if<std::string>() : nullptr;
  return text ? *text : value ? to_string(*value) : "none";
}

std::vector<std::string> keys_of(const Search& search, const std::vector<Cell>& cells) {
  if (search.within) return *search.within;
  std::vector<std::string> keys;
  for (const auto& [path, value] : cells.front().varied)
    if (path == "divergence" || path.starts_with("divergence.")) keys.push_back(path);
  return keys;
}

void require_key(const std::string& list, const std::string& key, const std::vector<Cell>& cells) {
  if (std::ranges::any_of(cells, [&](const Cell& cell) { return !text_at(cell, key).empty(); })) return;
  throw Error(Exit::usage, fmt::format("search.{} names {}, which is a key of no cell", list, key));
}

/// "kl-1a2b3c4d"; "all" of the only one.
std::string name_of(const Cell& cell, const Within& within) {
  if (within.empty()) return "all";
  std::string label, all;
  for (const auto& [key, value] : within) {
    label += (label.empty() ? "" : "-") + label_of(cell, key);
    all += fmt::format("{} = {}\n", key, value);
  }
  constexpr std::size_t longest = 60;
  for (char& c : label)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_') c = '_';
  return label.substr(0, longest) + "-" + sha256(all).substr(0, 8);
}

bool is_spared(const Cell& cell, const Search& search) {
  return std::ranges::any_of(search.spare, [&](const std::string& spare) {
    const std::string key = spare.substr(0, spare.find('=')), value = spare.substr(spare.find('=') + 1);
    return text_at(cell, key) == value || label_of(cell, key) == value;
  });
}

}  // namespace

std::string setting_of(const Cell& cell) {
  Table setting = cell.spec;
  setting.erase("seed");
  return to_string(Value(setting));
}

std::vector<Race> races_of(const Search& search, const std::vector<Cell>& cells) {
  const std::vector<std::string> keys = keys_of(search, cells);
  for (const std::string& key : keys) require_key("within", key, cells);
  for (const std::string& spare : search.spare) require_key("spare", spare.substr(0, spare.find('=')), cells);
  std::vector<Race> races;
  std::map<Within, std::size_t> race_of;
  std::map<std::pair<std::size_t, std::string>, std::size_t> competitor_of;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    Within within;
    for (const std::string& key : keys) within.emplace_back(key, text_at(cells[i], key));
    const auto [race, is_new] = race_of.try_emplace(within, races.size());
    if (is_new) races.push_back({name_of(cells[i], within), within, {}});
    auto& competitors = races[race->second].competitors;
    const std::string setting = search.cells_compete ? cells[i].id : setting_of(cells[i]);
    const auto [at, first] = competitor_of.try_emplace({race->second, setting}, competitors.size());
    if (first) competitors.push_back({{}, is_spared(cells[i], search)});
    competitors[at->second].cells.push_back(i);
  }
  return races;
}

}  // namespace ganzoo::experiment
