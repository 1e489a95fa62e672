#include <algorithm>
#include <charconv>
#include <ganzoo/config/path.hpp>

namespace ganzoo::config {
namespace {

constexpr std::size_t max_parts = 64;

bool is_index(std::string_view part) {
  return !part.empty() && part.size() <= 6 &&
         std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::size_t to_index(std::string_view part) {
  std::size_t index = 0;
  std::from_chars(part.data(), part.data() + part.size(), index);
  return index;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// `name[0][1]` → name, 0, 1.
bool add_parts(std::string_view text, Path& path) {
  const std::size_t bracket = text.find('[');
  const std::string_view name = trimmed(text.substr(0, bracket));
  if (name.empty()) return false;
  path.emplace_back(name);
  for (std::size_t at = bracket; at < text.size();) {
    const std::size_t end = text.find(']', at);
    if (text[at] != '[' || end == std::string_view::npos || !is_index(text.substr(at + 1, end - at - 1))) return false;
    path.emplace_back(text.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return true;
}

/// The length of a quoted part at the front, quotes included; 0 where it is not closed.
std::size_t quoted_length(std::string_view text) {
  const std::size_t end = text.find(text[0], 1);
  return end == std::string_view::npos ? 0 : end + 1;
}

const Value* child(const Value& value, const std::string& part) {
  if (const Table* table = value.get_if<Table>()) return table->find(part);
  const List* list = value.get_if<List>();
  return list && is_index(part) && to_index(part) < list->size() ? &(*list)[to_index(part)] : nullptr;
}

using Part = Path::const_iterator;

bool set_in(Value& at, Part part, Part end, const Value& value) {
  if (part == end) {
    at = value;
    return true;
  }
  if (at.is_null()) at = is_index(*part) ? Value(List()) : Value(Table());
  if (Table* table = at.get_if<Table>()) {
    if (!table->find(*part)) table->set(*part, Value());
    return set_in(*table->find(*part), part + 1, end, value);
  }
  List* list = at.get_if<List>();
  if (!list || !is_index(*part) || to_index(*part) > list->size()) return false;
  if (to_index(*part) == list->size()) list->emplace_back();
  return set_in((*list)[to_index(*part)], part + 1, end, value);
}

}  // namespace

std::optional<Path> parse_path(std::string_view text) {
  Path path;
  while (true) {
    text = trimmed(text);
    if (path.size() >= max_parts || text.empty()) return std::nullopt;
    std::size_t length = 0;
    if (text[0] == '"' || text[0] == '\'') {
      length = quoted_length(text);
      if (length <= 2) return std::nullopt;
      path.emplace_back(text.substr(1, length - 2));
    } else {
      length = std::min(text.find('.'), text.size());
      if (!add_parts(text.substr(0, length), path)) return std::nullopt;
    }
    text = trimmed(text.substr(length));
    if (text.empty()) return path;
    if (text[0] != '.') return std::nullopt;
    text.remove_prefix(1);
  }
}

std::string to_string(const Path& path) {
  std::string text;
  for (const std::string& part : path) {
    if (is_index(part) && !text.empty()) {
      text.append("[").append(part).append("]");
    } else {
      text.append(text.empty() ? "" : ".").append(part);
    }
  }
  return text;
}

bool starts_with(const Path& path, const Path& beginning) {
  return path.size() >= beginning.size() && std::equal(beginning.begin(), beginning.end(), path.begin());
}

const Value* find(const Table& table, const Path& path) {
  const Value* value = path.empty() ? nullptr : table.find(path.front());
  for (std::size_t i = 1; value && i < path.size(); ++i) value = child(*value, path[i]);
  return value;
}

Value* find(Table& table, const Path& path) { return const_cast<Value*>(find(std::as_const(table), path)); }

void put_place(Value& value, const Place& place) {
  value.place = place;
  if (Table* table = value.get_if<Table>()) {
    for (auto& [key, inner] : *table) put_place(inner, place);
  } else if (List* list = value.get_if<List>()) {
    for (Value& inner : *list) put_place(inner, place);
  }
}

bool set(Table& table, const Path& path, const Value& value) {
  Value root{table};
  if (path.empty() || !set_in(root, path.begin(), path.end(), value)) return false;
  table = std::move(*root.get_if<Table>());
  return true;
}

Table part_of(const Table& table, std::initializer_list<std::string_view> paths) {
  Table part;
  for (const std::string_view text : paths) {
    const Path path = parse_path(text).value();
    if (const Value* value = find(table, path)) set(part, path, *value);
  }
  return part;
}

}  // namespace ganzoo::config
