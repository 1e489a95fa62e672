#include <fmt/format.h>

#include <algorithm>
#include <ganzoo/config/document.hpp>

namespace ganzoo::config {
namespace {

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

std::string key_text(const std::string& key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), is_bare) ? key : to_string(Value(key));
}

bool is_list_of_tables(const Value& value) {
  const List* list = value.get_if<List>();
  return list && !list->empty() &&
         std::all_of(list->begin(), list->end(), [](const Value& v) { return v.get_if<Table>(); });
}

/// Sections of a file get a header of their own; deeper tables (a ramp) stay inline unless they name a component.
bool has_header(const Value& value, int depth, const std::string& parent) {
  if (is_list_of_tables(value)) return depth == 1 || parent == "grid";
  const Table* table = value.get_if<Table>();
  return table && (depth == 1 || table->find("name"));
}

void write(const Table& table, const std::string& path, int depth, std::string& out);

void write_section(const std::string& header, const Table& table, const std::string& path, int depth,
                   std::string& out) {
  out += (out.empty() ? "" : "\n") + header + "\n";
  write(table, path, depth, out);
}

void write(const Table& table, const std::string& path, int depth, std::string& out) {
  for (const auto& [key, value] : table) {
    if (value.is_null() || has_header(value, depth + 1, path)) continue;
    out += key_text(key) + " = " + to_string(value) + "\n";
  }
  for (const auto& [key, value] : table) {
    if (!has_header(value, depth + 1, path)) continue;
    const std::string inner = path.empty() ? key_text(key) : path + "." + key_text(key);
    if (const Table* section = value.get_if<Table>()) {
      write_section("[" + inner + "]", *section, inner, depth + 1, out);
    } else {
      for (const Value& entry : value.get<List>()) {
        write_section("[[" + inner + "]]", entry.get<Table>(), inner, depth + 1, out);
      }
    }
  }
}

}  // namespace

std::string to_toml(const Table& table) {
  std::string out;
  write(table, "", 0, out);
  return out;
}

}  // namespace ganzoo::config
