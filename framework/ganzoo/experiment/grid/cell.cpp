#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ganzoo/core/sha256.hpp>
#include <ganzoo/experiment/grid/cell.hpp>
#include <ganzoo/experiment/spec/component_name.hpp>
#include <ganzoo/experiment/spec/draft.hpp>

namespace ganzoo::experiment {
namespace {

constexpr std::size_t longest_label = 80;

std::string joined_labels(const List& list, const char* between);
std::string value_label(const Value& value);

/// { name = "alpha", alpha = 0.3 } → alpha0.3, { name = "r1", gamma = 2.0 } → r1_gamma2.
std::string table_label(const Table& table) {
  const Value* name = table.find("name");
  std::string text = name ? value_label(*name) : "";
  const std::string own = text;
  for (const auto& [key, value] : table) {
    if (key == "name") continue;
    if (key != own) text.append("_").append(value.get_if<std::string>() ? "" : key);
    text += value_label(value);
  }
  return text;
}

/// One value without its key: kl, 128x128.
std::string value_label(const Value& value) {
  if (const std::string* text = value.get_if<std::string>()) {
    return is_file_name(*text) ? std::filesystem::path(*text).stem().string() : *text;
  }
  if (const List* list = value.get_if<List>()) {
    return list->empty() ? "none" : joined_labels(*list, list->front().is_number() ? "x" : "+");
  }
  if (const Table* table = value.get_if<Table>()) return table_label(*table);
  return value.get_if<double>() ? fmt::format("{}", value.number()) : ganzoo::to_string(value);
}

std::string joined_labels(const List& list, const char* between) {
  std::string text;
  for (const Value& value : list) text.append(text.empty() ? "" : between).append(value_label(value));
  return text;
}

using Varied = std::vector<std::pair<std::string, Value>>;

/// The shortest end of a path that no other varied path shares: rate, or generator.rate beside discriminator.rate.
std::string short_key(const std::string& path, const Varied& varied) {
  for (std::size_t dot = path.rfind('.'); dot != std::string::npos && dot > 0; dot = path.rfind('.', dot - 1)) {
    const std::string end = path.substr(dot);
    const auto sharing = std::count_if(varied.begin(), varied.end(), [&](const auto& v) {
      return v.first.ends_with(end) || v.first == end.substr(1);
    });
    if (sharing <= 1) return end.substr(1);
  }
  return path;
}

/// Names speak for themselves, numbers need their key; the seed is short.
std::string label(const std::string& path, const Value& value, const Varied& varied) {
  if (path == "seed") return fmt::format("s{}", value_label(value));
  const Table* table = value.get_if<Table>();
  const List* list = value.get_if<List>();
  const bool named = value.get_if<std::string>() || (table && table->find("name")) ||
                     (list && (list->empty() || !list->front().is_number()));
  return named ? value_label(value) : short_key(path, varied) + value_label(value);
}

std::string file_safe(std::string text) {
  for (char& c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!plain && c != '.' && c != '_' && c != '-' && c != '+') c = '_';
  }
  if (text.empty() || text.front() == '.' || text.front() == '-') text.insert(text.begin(), '_');
  return text.substr(0, longest_label);
}

}  // namespace

std::string cell_id(const std::vector<std::pair<std::string, Value>>& varied, const std::string& canonical) {
  std::string text;
  for (const auto& [path, value] : varied) text.append(text.empty() ? "" : "-").append(label(path, value, varied));
  return file_safe(varied.empty() ? "base" : text) + "-" + sha256(canonical).substr(0, 8);
}

}  // namespace ganzoo::experiment
