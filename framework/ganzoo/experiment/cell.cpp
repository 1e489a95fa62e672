#include <ganzoo/core/sha256.hpp>
#include <ganzoo/experiment/cell.hpp>

#include <fmt/format.h>

#include <filesystem>

namespace ganzoo::experiment {
namespace {

constexpr std::size_t longest_label = 80;

/// The last part of "optimizer.generator.rate", without an index.
std::string last_part(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  return path.substr(dot == std::string::npos ? 0 : dot + 1);
}

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
    return text->ends_with(".so") || text->find('/') != std::string::npos ? std::filesystem::path(*text).stem().string() : *text;
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

/// Names speak for themselves, numbers need their key; the seed is short.
std::string label(const std::string& path, const Value& value) {
  if (path == "seed") return fmt::format("s{}", value_label(value));
  const Table* table = value.get_if<Table>();
  const bool named = value.get_if<std::string>() || (table && table->find("name")) ||
                     (value.get_if<List>() && (value.get<List>().empty() || !value.get<List>().front().is_number()));
  return named ? value_label(value) : last_part(path) + value_label(value);
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
  for (const auto& [path, value] : varied) text.append(text.empty() ? "" : "-").append(label(path, value));
  return file_safe(varied.empty() ? "base" : text) + "-" + sha256(canonical).substr(0, 8);
}

}  // namespace ganzoo::experiment
